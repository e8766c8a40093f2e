"""A set of rules as sentences, each under a key, so that two versions can be compared."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foundation.numerals import format_number
from mission.selection.presenters.words import LAST_SEAT_WORDS, order_words, share_word
from mission.selection.rules.ruleset import Rules, Share, Stratum

Said = Iterator[tuple[str, str]]


def rule_sentences(rules: Rules) -> list[str]:
    """Say a set of rules, in the order in which they work."""
    return list(draw_sentences(rules).values())


def draw_sentences(rules: Rules) -> dict[str, str]:
    """Say a set of rules in the order in which they work, each sentence under a key."""
    return dict(_said(rules))


def _said(rules: Rules) -> Said:
    yield "quota", _seats_in_all(rules.quota)
    yield "whole", _("A file is taken whole or not at all, and counts with all its persons.")
    for share in rules.shares_when("before"):
        yield f"share:{share.name}", _share_sentence(share)
    for part in rules.strata:
        yield from _part(part)
    order = {"order": order_words(rules.general)}
    if rules.strata:
        yield "general", _("In each part, for its own seats: %(order)s.") % order
    else:
        yield "general", _("General pool: %(order)s.") % order
    yield "last_seat", str(LAST_SEAT_WORDS[rules.last_seat])
    if rules.last_sizes:
        yield "last_sizes", _last_sizes(rules.last_sizes)
    for share in rules.shares_when("after"):
        yield f"share:{share.name}", _share_sentence(share)
    if rules.strata or rules.last_seat != "stop":
        yield "left", _left(rules)
    yield from _afterwards(rules)


def _seats_in_all(quota: int) -> str:
    return ngettext(
        "There is %(seats)s seat in all.", "There are %(seats)s seats in all.", quota
    ) % {"seats": format_number(quota)}


def _part(part: Stratum) -> Said:
    facts = {"part": share_word(part.name), "seats": format_number(part.quota)}
    sentence = ngettext(
        "The part “%(part)s” has %(seats)s seat of its own.",
        "The part “%(part)s” has %(seats)s seats of its own.",
        part.quota,
    )
    yield f"part:{part.name}", sentence % facts
    within = _("In the part “%(part)s”: %(sentence)s")
    for share in part.shares:
        said = {"part": facts["part"], "sentence": _share_sentence(share)}
        yield f"part:{part.name}:{share.name}", within % said


def _last_sizes(lists: tuple[tuple[int, ...], ...]) -> str:
    either = _(" or ")
    named = [either.join(format_number(size) for size in sizes) for sizes in lists]
    return _(
        "When the files taken leave one seat, the last file is looked for by its persons: "
        "%(sizes)s."
    ) % {"sizes": _(", otherwise ").join(named)}


def _left(rules: Rules) -> str:
    if rules.left == "free":
        return _("Seats that the parts leave stay free.")
    return _("Seats that are left go to everyone still waiting, in the general order.")


def _afterwards(rules: Rules) -> Said:
    if rules.reserve is not None:
        sentence = ngettext(
            "The reserve is %(count)s waiting file; the others cannot move up.",
            "The reserve is the first %(count)s waiting files; the others cannot move up.",
            rules.reserve,
        )
        if rules.strata:
            sentence = ngettext(
                "The reserve of each part is %(count)s waiting file; the others cannot move "
                "up.",
                "The reserve of each part is the first %(count)s waiting files; the others "
                "cannot move up.",
                rules.reserve,
            )
        yield "reserve", sentence % {"count": format_number(rules.reserve)}
    if rules.acceptance_days is not None:
        yield (
            "acceptance_days",
            ngettext(
                "Who is selected has %(days)s day to accept; then the place is given on.",
                "Who is selected has %(days)s days to accept; then the place is given on.",
                rules.acceptance_days,
            )
            % {"days": format_number(rules.acceptance_days)},
        )


def _share_sentence(share: Share) -> str:
    facts = {
        "share": share_word(share.name),
        "seats": format_number(share.seats),
        "order": order_words(share.order),
    }
    if share.when == "before":
        return (
            ngettext(
                "First, %(seats)s seat is reserved for the share “%(share)s”, %(order)s; who "
                "would win anyway counts towards it.",
                "First, %(seats)s seats are reserved for the share “%(share)s”, %(order)s; who "
                "would win anyway counts towards them.",
                share.seats,
            )
            % facts
        )
    return (
        ngettext(
            "After the general pool, %(seats)s seat more goes to the share “%(share)s”, "
            "%(order)s.",
            "After the general pool, %(seats)s seats more go to the share “%(share)s”, "
            "%(order)s.",
            share.seats,
        )
        % facts
    )
