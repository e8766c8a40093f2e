"""Permits in words, and on paper."""

from mission.permits.presenters import words
from mission.permits.presenters.home import figures, funnel, links, work_waiting

__all__ = ["figures", "funnel", "links", "words", "work_waiting"]
