"""What is said to people whose step with an application is refused."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from foundation import wording

wording.register(
    {
        "no_such_draft": _(
            "This application is not yours, or there is none. Go to the first page and begin."
        ),
        "window_closed": _(
            "Season %(season)s takes no applications now. Look at the first page for its days."
        ),
        "draft_incomplete": _(
            "Something is not answered yet: %(count)s. The page shows where. Nothing is lost."
        ),
        "already_in_a_file": _(
            "The person with the national id %(person)s stands in another application of this "
            "season. Take this person out of yours, or ask them to leave the other one first. "
            "All that you typed is kept."
        ),
        "application_frozen": _(
            "The application %(reference)s has been taken into the draw as it stands. It can "
            "no longer be changed; it can be withdrawn."
        ),
        "application_withdrawn": _("The application %(reference)s was withdrawn already."),
        "freeze_meets_withdrawal": _(
            "An applicant of season %(season)s withdrew in this very moment. Judge eligibility "
            "again, then freeze the round."
        ),
        "caller_not_known": _(
            "Ask the caller for both numbers first. They open the caller's own "
            "application only."
        ),
        "no_families": _("Season %(season)s draws no applications together."),
        "no_such_family_request": _(
            "This request waits for no answer any more. Look at the page of your application."
        ),
        "family_asked_themselves": _(
            "This is the reference of your own application. Type that of the other family."
        ),
        "family_asked_already": _(
            "You have asked %(reference)s already, or you are drawn together. The page of your "
            "application shows it."
        ),
        "too_many_family_requests": _(
            "An application may ask others %(most)s times, and yours has. The other family may "
            "still ask you: give them your link."
        ),
        "too_many_in_family": _(
            "Together you would be %(persons)s persons, and this season draws at most %(most)s "
            "together. Nothing was changed."
        ),
        "families_differ": _(
            "Both applications are linked with others already. One of you has to leave those "
            "first."
        ),
        "not_in_family": _("The application %(reference)s is linked with no other."),
        "message.family_asked": _("Another family asks to be drawn together"),
        "message.family_agreed": _("Families that are drawn together"),
        "message.family_left": _("A family is drawn together no longer"),
        "too_many_persons": _(
            "More than %(most)s companions cannot be kept. Take out those whom you do not need."
        ),
        "invitation_spent": _(
            "This link opens nothing any more. Ask whoever sent it to you for a new one."
        ),
        "too_many_invitations": _(
            "So many links were sent by SMS for this application that no more are. Copy the "
            "link and send it yourself."
        ),
        "message.companion_invited": _("Link of a companion"),
        "not_the_invited": _(
            "This link is for somebody else. Sign in with the national id of the companion "
            "whom it was sent to."
        ),
        "nothing_to_object_to": _(
            "There is nothing to object to: no finding stands against this application, or "
            "your objection is with the committee, or it was answered."
        ),
        "objection_too_late": _(
            "The %(days)s days in which one may object are over. You may call us."
        ),
        "objection_answered": _("This objection was answered already. An answer is final."),
        "message.application_received": _("Receipt of an application"),
        "message.application_withdrawn": _("Withdrawal of an application"),
        "message.objection_answered": _("Answer to an objection"),
        "message.document_asked_again": _("A document is asked for again"),
        "nothing_to_carry": _(
            "We found no application of last season that you led and that was not taken. "
            "Begin a new one."
        ),
    }
)
