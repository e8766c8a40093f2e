"""The selection in words and numbers: rules as sentences, steps, outcomes, work that waits."""

from mission.selection.presenters import refusals as refusals
from mission.selection.presenters.ceremony import (
    ceremony_of,
    chance_in_words,
    coming_of,
    hash_groups,
    steps_of,
)
from mission.selection.presenters.council import council_of, seen_of, stage_of
from mission.selection.presenters.explanation import explanation_rows
from mission.selection.presenters.fairness import chance_tables
from mission.selection.presenters.file_rules import condition_words, fact_words
from mission.selection.presenters.home import figures, funnel_bars, work_waiting
from mission.selection.presenters.messages import (
    ShortMessage,
    kind_of,
    message_of,
    offer_text,
    parted_text,
    result_news,
)
from mission.selection.presenters.numbers import funnel_rows, reasons, tier_rows
from mission.selection.presenters.offers import (
    ending_sentence,
    last_day,
    offer_bars,
    offer_filters,
    offer_history,
    offer_row,
    offer_rows,
    promotion_rows,
)
from mission.selection.presenters.outcome import (
    AMENDMENT_WORDS,
    amendment_rows,
    outcome_words,
)
from mission.selection.presenters.own import own_result
from mission.selection.presenters.projector import projector_of
from mission.selection.presenters.rules import draw_sentences, rule_sentences
from mission.selection.presenters.selftest import self_test_rows
from mission.selection.presenters.transcript import transcript_of, transcript_pdf
from mission.selection.presenters.versions import (
    Change,
    changes_between,
    file_rule_sentences,
    preset_rows,
    season_sentences,
)
from mission.selection.presenters.what_if import supposed_page
from mission.selection.presenters.words import (
    STATE_WORDS,
    both_names,
    member_name,
    order_words,
    share_word,
    state_tag,
)

__all__ = [
    "AMENDMENT_WORDS",
    "STATE_WORDS",
    "Change",
    "ShortMessage",
    "amendment_rows",
    "both_names",
    "ceremony_of",
    "chance_in_words",
    "chance_tables",
    "changes_between",
    "coming_of",
    "condition_words",
    "council_of",
    "draw_sentences",
    "ending_sentence",
    "explanation_rows",
    "fact_words",
    "figures",
    "file_rule_sentences",
    "funnel_bars",
    "funnel_rows",
    "hash_groups",
    "kind_of",
    "last_day",
    "member_name",
    "message_of",
    "offer_bars",
    "offer_filters",
    "offer_history",
    "offer_row",
    "offer_rows",
    "offer_text",
    "order_words",
    "outcome_words",
    "own_result",
    "parted_text",
    "preset_rows",
    "projector_of",
    "promotion_rows",
    "reasons",
    "refusals",
    "result_news",
    "rule_sentences",
    "season_sentences",
    "seen_of",
    "self_test_rows",
    "share_word",
    "stage_of",
    "state_tag",
    "steps_of",
    "supposed_page",
    "tier_rows",
    "transcript_of",
    "transcript_pdf",
    "work_waiting",
]
