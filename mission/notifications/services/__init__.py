"""Writes of messages: send_sms for every app, the sending itself, reports, sending again."""

from mission.notifications.rules import Secret, is_news
from mission.notifications.services.reporting import is_genuine_report, record_report
from mission.notifications.services.sending import (
    News,
    deliver,
    give_up_left_behind,
    resend,
    send_news,
    send_sms,
)

__all__ = [
    "News",
    "Secret",
    "deliver",
    "give_up_left_behind",
    "is_genuine_report",
    "is_news",
    "record_report",
    "resend",
    "send_news",
    "send_sms",
]
