"""Registration in words and as workbooks; importing this registers its sentences."""

from mission.registration.presenters import sentences, work

__all__ = ["sentences", "work"]
