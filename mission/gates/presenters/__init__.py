"""What people at the gates read: the words of verdicts and refusals, the figures of pages."""

from mission.gates.presenters import refusals
from mission.gates.presenters.board import figures, work_waiting

__all__ = ["figures", "work_waiting"]

refusals.register()
