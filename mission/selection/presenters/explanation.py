"""Why a file has its outcome, in the exact sentences of the rules that applied."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation import numerals
from mission.selection.presenters.words import share_word
from mission.selection.rules.explaining import TAKEN, Look

POOLS = {
    "before": gettext_lazy("Seats reserved for the share “%(share)s”, given first"),
    "general": gettext_lazy("General pool"),
    "after": gettext_lazy(
        "Seats added for the share “%(share)s”, given after the general pool"
    ),
    "rest": gettext_lazy("Seats that were left, in the general order"),
}
PARTS = {
    "before": gettext_lazy(
        "Part “%(part)s”: seats reserved for the share “%(share)s”, given first"
    ),
    "general": gettext_lazy("Part “%(part)s”: its own seats"),
    "after": gettext_lazy(
        "Part “%(part)s”: seats added for the share “%(share)s”, given after the others"
    ),
    "rest": gettext_lazy("Part “%(part)s”: seats that were left, in the general order"),
}


def explanation_rows(looks: list[Look] | None, *, size: int) -> list[dict[str, str]]:
    """Answer what each pass said: ``pool``, ``text``, and the ``state`` that shades it.

    looks  nothing when no pass looked at the file, None when nothing was kept
    A pass over seats that were left is left out when none were left for anybody.
    """
    if looks is None:
        return []
    if not looks:
        return [_in_no_part()]
    told = [one for one in looks if one.kind != "rest" or one.left or one.verdict == TAKEN]
    return [
        {
            "pool": _pool(one),
            "text": f"{_turn(one)} {_verdict(one, size)}",
            "state": "good" if one.verdict == TAKEN else "calm",
        }
        for one in told
    ]


def _in_no_part() -> dict[str, str]:
    return {
        "pool": _("Seats in parts"),
        "text": _(
            "The rules give out the seats in parts, and none of the parts or shares is for "
            "this file."
        ),
        "state": "calm",
    }


def _pool(one: Look) -> str:
    words = PARTS if one.stratum else POOLS
    return str(words[one.kind]) % {
        "share": share_word(one.share),
        "part": share_word(one.stratum),
    }


def _turn(one: Look) -> str:
    turn, files = numerals.format_number(one.turn), numerals.format_number(one.files)
    return _("This file was number %(turn)s of %(files)s in its order.") % {
        "turn": turn,
        "files": files,
    }


def _verdict(one: Look, size: int) -> str:
    match one.verdict:
        case "full":
            return _("No seat was left when its turn came.")
        case "closed":
            return _(
                "The pool had closed before its turn, at an earlier file that was larger than "
                "the seats left."
            )
        case "not_sought":
            said = _(
                "The rule looks for the last file by its persons, and not for files of this "
                "size."
            )
        case "sought_later":
            said = _(
                "The rule looks for the last file by its persons, and a file of a size that "
                "comes before this one was found."
            )
        case "taken" if size > one.left:
            said = _("The rule takes this last file whole.")
        case "taken":
            said = _("It was taken.")
        case _:
            said = _("It did not fit and was passed over: a file is taken whole or not at all.")
    counted = _("Seats left at its turn: %(seats)s; persons in the file: %(persons)s.") % {
        "seats": numerals.format_number(one.left),
        "persons": numerals.format_number(size),
    }
    return f"{counted} {said}"
