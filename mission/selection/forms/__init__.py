"""Forms of the selection: the rules as sentences, and the steps of the ceremony."""

from mission.selection.forms.ceremony import (
    ChanceForm,
    CommitForm,
    FreezeForm,
    RevealForm,
    StrikeForm,
    VacateForm,
    local_input,
)
from mission.selection.forms.editor import RulesEditor
from mission.selection.forms.rules import RulesTextForm

__all__ = [
    "ChanceForm",
    "CommitForm",
    "FreezeForm",
    "RevealForm",
    "RulesEditor",
    "RulesTextForm",
    "StrikeForm",
    "VacateForm",
    "local_input",
]
