from django.db import migrations

# A file that sat in a campaign before there were offers accepted by that: nothing may lapse.
OFFERS = """
INSERT INTO selection_offer (id, round_id, entry_id, until, at, by)
SELECT gen_random_uuid(), entry.round_id, entry.id,
    greatest(placement.placed_at, published.at) + interval '1 day', published.at, published.by
FROM campaigns_placement placement
JOIN selection_entry entry ON entry.application_id = placement.application_id
JOIN selection_roundstatus published
    ON published.round_id = entry.round_id AND published.state = 'PUBLISHED'
JOIN selection_outcome outcome ON outcome.entry_id = entry.id
WHERE NOT EXISTS (SELECT 1 FROM selection_offer made WHERE made.entry_id = entry.id)
    AND NOT EXISTS (
        SELECT 1 FROM selection_promotion gone
        WHERE gone.entry_id = entry.id AND gone.happening IN ('WITHDRAWN', 'LAPSED'))
    AND (outcome.outcome = 'SELECTED' OR EXISTS (
        SELECT 1 FROM selection_promotion risen
        WHERE risen.entry_id = entry.id AND risen.happening = 'PROMOTED'))
"""
ACCEPTED = """
INSERT INTO selection_offerstep (id, offer_id, kind, day, reason, at, by)
SELECT gen_random_uuid(), offer.id, 'ACCEPTED', NULL, '', placement.placed_at,
    placement.placed_by
FROM selection_offer offer
JOIN selection_entry entry ON entry.id = offer.entry_id
JOIN campaigns_placement placement ON placement.application_id = entry.application_id
WHERE NOT EXISTS (SELECT 1 FROM selection_offerstep step WHERE step.offer_id = offer.id)
"""


class Migration(migrations.Migration):
    """Gives every file that has a campaign already an offer that it accepted."""

    dependencies = [
        ("campaigns", "0001_initial"),
        ("selection", "0010_offers_append_only"),
    ]

    operations = [migrations.RunSQL([OFFERS, ACCEPTED], migrations.RunSQL.noop)]
