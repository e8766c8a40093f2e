"""Every page of the product: who opens it, and where it is. A new page is one line here.

What is an address but no page (a form's target, a download, a part of a page) stands in
``NO_PAGES``; an address in neither list fails the tests.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from foundation.progress.models import Task
from mission.campaigns.models import Campaign, Pilgrim
from mission.gates.models import Gate
from mission.notifications.models import Message
from mission.permits.models import PrintBatch
from mission.registration.models import Application, Document, ImportRun, Objection
from mission.selection.models import Offer, Round
from mission.staff.models import StaffMember


@dataclass(frozen=True)
class Page:
    """A page, the role that opens it (nobody signed in when empty), and its record."""

    name: str
    role: str = "SYSTEMS"
    record: Callable[[], object] | None = None
    query: str = ""

    def address(self) -> str | None:
        """Answer the address; None when the sample season has no such record."""
        if self.record is None:
            return reverse(self.name) + self.query
        record = self.record()
        if record is None:
            return None
        parts = record if isinstance(record, tuple) else (record,)
        return reverse(self.name, args=parts) + self.query


def first(model, field="pk"):
    """Answer a way to find the first record of a kind."""
    return lambda: model.objects.order_by("pk").values_list(field, flat=True).first()


def newest(model):
    """Answer a way to find the last record of a kind: of the staff, not who opens the page."""
    return lambda: model.objects.order_by("-pk").values_list("pk", flat=True).first()


def first_offer():
    """Answer round and reference of the first offer."""
    offers = Offer.objects.order_by("pk").values_list("round", "entry__reference")
    return offers.first()


PAGES = (
    Page("home"),
    Page("home", "COMMITTEE_CHAIR"),
    Page("home", "CAMPAIGN_MANAGER"),
    Page("home", "GATE_GUARD"),
    Page("home", "HEAD_OF_MISSION"),
    Page("account_login", ""),
    Page("account_change_password"),
    Page("mfa_index"),
    Page("usersessions_list"),
    Page("staff:members"),
    Page("staff:members", query="?q=nobody-at-all"),
    Page("staff:hire"),
    Page("staff:member", record=first(StaffMember)),
    Page("staff:dismiss", record=first(StaffMember)),
    Page("staff:remove_second_factors", record=newest(StaffMember)),
    Page("accounts:sign_in", ""),
    Page("accounts:find"),
    Page("accounts:find", "CONTACT_AGENT"),
    Page("notifications:list"),
    Page("notifications:list", query="?q=nobody-at-all"),
    Page("notifications:message", record=newest(Message)),
    Page("season:rules"),
    Page("season:edit_rules"),
    Page("season:history"),
    Page("registration:applications"),
    Page("registration:applications", query="?q=nobody-at-all"),
    Page("registration:application", record=first(Application, "reference")),
    Page("registration:imports"),
    Page("registration:import", record=first(ImportRun)),
    Page("registration:eligibility"),
    Page("documents:queue", "REGISTRAR"),
    Page("documents:queue", "REGISTRAR", query="?q=nobody-at-all"),
    Page("documents:one", "REGISTRAR", first(Document)),
    Page("registration:window"),
    Page("registration:apply", ""),
    Page("registration:calls"),
    Page("registration:calls", "CONTACT_AGENT"),
    Page("registration:objections", "COMMITTEE_CHAIR"),
    Page("registration:objection", "COMMITTEE_CHAIR", first(Objection)),
    Page("selection:rounds", "COMMITTEE_CHAIR"),
    Page("selection:season_rules"),
    Page("selection:round", "COMMITTEE_CHAIR", first(Round)),
    Page("selection:fairness", "COMMITTEE_CHAIR", first(Round)),
    Page("selection:what_if", "HEAD_OF_MISSION", first(Round)),
    Page("selection:edit_rules", "COMMITTEE_CHAIR", first(Round)),
    Page("selection:edit_text", "COMMITTEE_CHAIR", first(Round)),
    Page("selection:presets", "COMMITTEE_CHAIR", first(Round)),
    Page("selection:versions", "COMMITTEE_CHAIR", first(Round)),
    Page("selection:freeze", "COMMITTEE_CHAIR", first(Round)),
    Page("selection:results", "COMMITTEE_CHAIR", first(Round)),
    Page("selection:offers", "COMMITTEE_CHAIR", first(Round)),
    Page("selection:offers", "COMMITTEE_CHAIR", first(Round), "?q=nobody-at-all"),
    Page("selection:offer", "COMMITTEE_CHAIR", first_offer),
    Page("selection:projector", "COMMITTEE_SECRETARY", first(Round)),
    Page("selection:projector", "COMMITTEE_SECRETARY", newest(Round)),
    Page("selection:verify", ""),
    Page("selection:public", ""),
    Page("campaigns:list"),
    Page("campaigns:list", "CAMPAIGN_MANAGER"),
    Page("campaigns:license"),
    Page("campaigns:place"),
    Page("campaigns:campaign", record=first(Campaign)),
    Page("campaigns:capacity", record=first(Campaign)),
    Page("masar:link"),
    Page("masar:refusals"),
    Page("masar:leavers"),
    Page("masar:differences"),
    Page("masar:pilgrim", record=first(Pilgrim)),
    Page("permits:overview"),
    Page("permits:pilgrims"),
    Page("permits:pilgrim", record=first(Pilgrim, "reference")),
    Page("permits:batches"),
    Page("permits:batch", record=first(PrintBatch)),
    Page("permits:keys"),
    Page("gates:list"),
    Page("gates:list", "GATE_GUARD"),
    Page("gates:gate", record=first(Gate, "code")),
    Page("gates:refused", record=first(Gate, "code")),
    Page("gates:readers", record=first(Gate, "code")),
    Page("gates:reader", ""),
    Page("jobs:overview"),
    Page("waiting:room"),
    Page("progress:task", record=first(Task)),
)

# Each of these is looked at by the tests of its own app.
NO_PAGES = frozenset(
    """
    accounts:code accounts:resend accounts:passkey_asked accounts:passkey_used
    accounts:passkey_offer accounts:passkey_new accounts:passkey_added
    accounts:passkey_remove accounts:identity_start accounts:identity_back accounts:account
    accounts:sign_out accounts:move
    notifications:resend notifications:report
    set_language live-ticket brand-colours brand-emblem end_session
    styleguide:show
    staff:give_password
    registration:start_import registration:check_import registration:discard_import
    registration:judge registration:export registration:refused
    selection:open selection:start_from selection:ask selection:commit selection:reveal
    selection:strike selection:close_reveals selection:chance selection:publish
    selection:draw selection:council selection:projector_part selection:attend
    selection:answer selection:take_up selection:attest selection:vacate selection:promises
    selection:proof selection:public_proof selection:public_promotions
    selection:accept_offer selection:withdraw_offer selection:transcript selection:amend
    selection:public_amendments selection:simulate
    documents:own documents:hand_in documents:passport documents:take_particulars
    documents:remove documents:own_picture documents:own_file documents:next documents:judge
    documents:propose documents:answer documents:picture documents:file
    registration:begin registration:carry_over registration:text_size registration:invited
    registration:consent registration:status registration:withdraw registration:object
    registration:objection_document registration:companions registration:add_companion
    registration:declarations registration:review registration:submit
    registration:remove_companion registration:invite registration:revoke
    registration:screen registration:save registration:receipt registration:receipt_pdf
    registration:family registration:family_act registration:together
    registration:call_family registration:call_family_act
    registration:call_companions registration:call_add_companion
    registration:call_declarations registration:call_review registration:call_submit
    registration:call_remove_companion registration:call_invite registration:call_revoke
    registration:call_screen registration:call_save registration:call_receipt
    registration:call_receipt_pdf registration:call_status registration:call_withdraw
    registration:call_object
    own_campaign:choose selection:own_accept selection:own_decline
    masar:send masar:compare masar:resubmit masar:settle masar:export
    permits:issue permits:revoke permits:suspend permits:reinstate permits:replace
    permits:rotate permits:withdraw permits:export permits:batch-file
    gates:become-reader gates:revoke gates:now
    idempotency:submission
    jobs:job jobs:retry jobs:cancel
    waiting:now waiting:pace waiting:close
    progress:cancel
    """.split()
)


def names() -> set[str]:
    """Answer the name of every address of our own apps, the interface for programs apart."""
    return set(_walk(get_resolver()))


def _walk(resolver: URLResolver, space: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            if pattern.name:
                yield space + pattern.name
        elif not str(pattern.pattern).startswith(("accounts/", "api/")):
            yield from _walk(
                pattern, f"{space}{pattern.namespace}:" if pattern.namespace else space
            )
