"""Registration in words and as workbooks; importing this registers its sentences."""

from mission.registration.presenters import documents, refusals, sentences, work

__all__ = ["documents", "refusals", "sentences", "work"]
