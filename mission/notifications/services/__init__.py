"""Writes of messages: send_sms for every app, the sending itself, reports, sending again."""

from mission.notifications.rules import Secret
from mission.notifications.services.reporting import is_genuine_report, record_report
from mission.notifications.services.sending import (
    deliver,
    give_up_left_behind,
    resend,
    send_sms,
)

__all__ = [
    "Secret",
    "deliver",
    "give_up_left_behind",
    "is_genuine_report",
    "record_report",
    "resend",
    "send_sms",
]
