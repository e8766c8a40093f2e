"""Who may prepare, freeze, draw and publish a round, and who gives a secret to it."""

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
