"""Why something cannot be done with an application: what its people are told."""

from __future__ import annotations

from foundation.refusals import NotFound, Refusal


class NoSuchDraft(NotFound):
    """No such draft, or it is not theirs: which of both is not told."""

    code = "no_such_draft"


class NoSuchApplication(NotFound):
    """No application has this reference, or it is not theirs."""

    code = "no_such_application"


class CallerNotKnown(Refusal):
    """An operator has not asked for both numbers of whom they would act for."""

    code = "caller_not_known"
    status = 403


class WindowClosed(Refusal):
    """The season takes no applications at this moment."""

    code = "window_closed"


class DraftIncomplete(Refusal):
    """Something is missing or wrong; ``count`` is how many answers."""

    code = "draft_incomplete"
    status = 422


class AlreadyInAFile(Refusal):
    """A person stands in another application of the season; ``person`` is a masked id."""

    code = "already_in_a_file"


class ApplicationIsFrozen(Refusal):
    """A round of the selection took the application as it stands."""

    code = "application_frozen"


class ApplicationWasWithdrawn(Refusal):
    """The application was withdrawn already."""

    code = "application_withdrawn"


class FreezeMeetsWithdrawal(Refusal):
    """Somebody withdrew while a round was being frozen."""

    code = "freeze_meets_withdrawal"


class TooManyPersons(Refusal):
    """A draft holds no more companions than any file could."""

    code = "too_many_persons"


class InvitationSpent(NotFound):
    """The link ran out, was taken back, was used by somebody else, or is no link of ours."""

    code = "invitation_spent"


class TooManyInvitations(Refusal):
    """So many links were sent for this draft that the rest must be copied."""

    code = "too_many_invitations"


class NotTheInvited(Refusal):
    """The link is for another national id than the one that signed in."""

    code = "not_the_invited"
    status = 403


class NothingToObjectTo(Refusal):
    """No verdict stands against the application, or one is being looked at already."""

    code = "nothing_to_object_to"


class ObjectionTooLate(Refusal):
    """The days to object are over."""

    code = "objection_too_late"


class ObjectionAnswered(Refusal):
    """The committee answered already; an answer is never changed."""

    code = "objection_answered"


class NothingToCarry(Refusal):
    """No file of the last season was led by this person and not taken."""

    code = "nothing_to_carry"
