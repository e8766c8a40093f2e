"""Registration in words and as workbooks; importing this registers its sentences."""

from mission.registration.presenters import documents, sentences, work

__all__ = ["documents", "sentences", "work"]
from mission.registration.presenters import refusals

__all__ = ["refusals", "sentences", "work"]
