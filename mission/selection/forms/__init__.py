"""Forms of the selection: the rules as sentences, and the steps of the ceremony."""

from mission.selection.forms.ceremony import (
    AmendForm,
    ChanceForm,
    CommitForm,
    FreezeForm,
    RevealForm,
    StrikeForm,
    VacateForm,
    WithdrawForm,
    local_input,
)
from mission.selection.forms.editor import RulesEditor
from mission.selection.forms.rules import RulesTextForm
from mission.selection.forms.what_if import WhatIfForm

__all__ = [
    "AmendForm",
    "ChanceForm",
    "CommitForm",
    "FreezeForm",
    "RevealForm",
    "RulesEditor",
    "RulesTextForm",
    "StrikeForm",
    "VacateForm",
    "WhatIfForm",
    "WithdrawForm",
    "local_input",
]
