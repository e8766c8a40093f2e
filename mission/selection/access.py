"""Who may prepare, freeze, draw and publish a round, and who gives a secret to it."""

from uuid import UUID

from foundation.scoping import Actor, require

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
    }
)


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


def check_may_answer_offer(*, application_id: UUID, by: Actor) -> None:
    """Raise PermissionRefused unless ``by`` is the file's own applicant or answers for it."""
    if by.kind == "applicant" and by.id == str(application_id):
        return
    require(by, "selection.answer_offers")


def check_may_accept_for_many(*, by: Actor) -> None:
    """Raise PermissionRefused unless ``by`` may accept for files that did not answer."""
    require(by, "selection.answer_offers")


def check_may_run_offers(*, by: Actor) -> None:
    """Raise PermissionRefused unless ``by`` may remind of offers and let them lapse."""
    require(by, "selection.publish_round")
