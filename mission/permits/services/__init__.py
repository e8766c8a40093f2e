"""Writes of permits: receive, issue, stop, replace, print, keys and lists."""

from mission.permits.services.issue import IssueReport, issue_bracelets, plan_issue
from mission.permits.services.keys import (
    KeyAlreadyWithdrawn,
    ensure_keys,
    rotate_key,
    withdraw_key,
)
from mission.permits.services.lists import (
    publish_status_list,
    publish_trust_list,
    refresh_lists,
)
from mission.permits.services.printing import (
    NoBracelets,
    NothingToPrint,
    finish_sheets,
    order_sheets,
)
from mission.permits.services.receive import (
    cancel_permit,
    receive_granted,
    receive_permits,
    unreceived_permits,
)
from mission.permits.services.replace import replace_bracelet
from mission.permits.services.signers import KidsUsedUp, SeasonOver, SigningKeyElsewhere
from mission.permits.services.starting import start_issue, start_printing
from mission.permits.services.stop import (
    reinstate_bracelet,
    revoke_bracelet,
    revoke_bracelets,
    suspend_bracelet,
)

__all__ = [
    "IssueReport",
    "KeyAlreadyWithdrawn",
    "KidsUsedUp",
    "NoBracelets",
    "NothingToPrint",
    "SeasonOver",
    "SigningKeyElsewhere",
    "cancel_permit",
    "ensure_keys",
    "finish_sheets",
    "issue_bracelets",
    "order_sheets",
    "plan_issue",
    "publish_status_list",
    "publish_trust_list",
    "receive_granted",
    "receive_permits",
    "refresh_lists",
    "reinstate_bracelet",
    "replace_bracelet",
    "revoke_bracelet",
    "revoke_bracelets",
    "rotate_key",
    "start_issue",
    "start_printing",
    "suspend_bracelet",
    "unreceived_permits",
    "withdraw_key",
]
