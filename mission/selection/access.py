"""Who may prepare, freeze, draw and publish a round, who sits at it, and who gives a secret."""

from uuid import UUID

from foundation.scoping import Actor, require
from mission.registration.queries import is_lead
from mission.selection.rules.council import CHAIR, MEMBER, SECRETARY, WITNESS, Step

PERMISSIONS = frozenset(
    {
        "selection.view_rounds",
        "selection.prepare_round",
        "selection.commit_secret",
        "selection.freeze_round",
        "selection.reveal_secret",
        "selection.draw_round",
        "selection.publish_round",
        "selection.answer_offers",
        "selection.amend_result",
        "selection.confirm_step",
        "selection.attest_round",
        "selection.sit_as_chair",
        "selection.sit_as_secretary",
        "selection.sit_as_member",
        "selection.sit_as_witness",
    }
)

# What it takes to keep the record, and to be counted among the members.
SECRETARY_PERMISSIONS = frozenset({"selection.confirm_step", "selection.sit_as_secretary"})
MEMBER_PERMISSIONS = frozenset({"selection.sit_as_member"})

PROPOSING = {
    Step.FREEZE: "selection.freeze_round",
    Step.STRIKE: "selection.draw_round",
    Step.CLOSE: "selection.draw_round",
    Step.CHANCE: "selection.confirm_step",
    Step.DRAW: "selection.draw_round",
    Step.PUBLISH: "selection.publish_round",
    Step.AMEND: "selection.amend_result",
}


def check_may_prepare_round(*, by: Actor) -> None:
    """Raise PermissionRefused unless ``by`` may open rounds and write their rules."""
    require(by, "selection.prepare_round")


def check_may_commit_secret(*, by: Actor) -> None:
    """Raise PermissionRefused unless ``by`` may promise a secret."""
    require(by, "selection.commit_secret")


def check_may_freeze_round(*, by: Actor) -> None:
    """Raise PermissionRefused unless ``by`` may freeze the files and rules of a round."""
    require(by, "selection.freeze_round")


def check_may_reveal_secret(*, by: Actor) -> None:
    """Raise PermissionRefused unless ``by`` may show a secret: the one they promised."""
    require(by, "selection.reveal_secret")


def check_may_draw_round(*, by: Actor) -> None:
    """Raise PermissionRefused unless ``by`` may write down chance and hold the draw."""
    require(by, "selection.draw_round")


def check_may_publish_round(*, by: Actor) -> None:
    """Raise PermissionRefused unless ``by`` may publish a result, and act on it later."""
    require(by, "selection.publish_round")


def check_may_simulate(*, by: Actor) -> None:
    """Raise PermissionRefused unless ``by`` may simulate draws: who sees a round may."""
    require(by, "selection.view_rounds")


def check_may_answer_offer(*, application_id: UUID, by: Actor) -> None:
    """Raise PermissionRefused unless ``by`` leads the file, or answers for callers."""
    if is_lead(application_id, by=by):
        return
    require(by, "selection.answer_offers")


def check_may_accept_for_many(*, by: Actor) -> None:
    """Raise PermissionRefused unless ``by`` may accept for files that did not answer."""
    require(by, "selection.answer_offers")


def check_may_run_offers(*, by: Actor) -> None:
    """Raise PermissionRefused unless ``by`` may remind of offers and let them lapse."""
    require(by, "selection.publish_round")


def office_of(by: Actor) -> str:
    """Answer the office in which somebody sits in the committee; empty when in none.

    Who holds several sits in the first of them: one person, one office.
    """
    offices = {
        CHAIR: by.may("selection.sit_as_chair"),
        SECRETARY: by.may("selection.sit_as_secretary"),
        MEMBER: by.may("selection.sit_as_member"),
        WITNESS: by.may("selection.sit_as_witness"),
    }
    return next((office for office, is_held in offices.items() if is_held), "")


def may_sit(*, by: Actor) -> bool:
    """Answer whether ``by`` has an office at the ceremony."""
    return office_of(by) != ""


def check_may_sit(*, by: Actor) -> None:
    """Raise PermissionRefused unless ``by`` has an office at the ceremony."""
    if not may_sit(by=by):
        require(by, "selection.sit_as_member")


def check_may_propose_step(step: str, *, by: Actor) -> None:
    """Raise PermissionRefused unless ``by`` may propose this step to the committee."""
    require(by, PROPOSING[Step(step)])


def may_propose_step(step: str, *, by: Actor) -> bool:
    """Answer whether ``by`` may propose this step to the committee."""
    return by.may(PROPOSING[Step(step)])


def check_may_confirm_step(*, by: Actor) -> None:
    """Raise PermissionRefused unless ``by`` may confirm what another person proposed."""
    require(by, "selection.confirm_step")


def may_confirm_step(*, by: Actor) -> bool:
    """Answer whether ``by`` may confirm what another person proposed."""
    return by.may("selection.confirm_step")


def check_may_attest_round(*, by: Actor) -> None:
    """Raise PermissionRefused unless ``by`` may attest what was seen."""
    require(by, "selection.attest_round")


def may_attest_round(*, by: Actor) -> bool:
    """Answer whether ``by`` may attest what was seen."""
    return by.may("selection.attest_round")


def check_may_amend_result(*, by: Actor) -> None:
    """Raise PermissionRefused unless ``by`` may propose an amendment."""
    require(by, "selection.amend_result")


def may_amend_result(*, by: Actor) -> bool:
    """Answer whether ``by`` may propose an amendment."""
    return by.may("selection.amend_result")
