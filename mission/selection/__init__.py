"""Selection (الفرز): rounds of the draw, their rules, seats, waiting list and public proof.

Owns rule sets, commitments, frozen entries, outcomes and promotions of a season.
"""
