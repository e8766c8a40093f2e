from django.db import migrations

from mission.selection.migrations._append_only import guard

# Rounds held before steps were decided by two keep their rows; every new row needs a decision.
BY_TWO = """
ALTER TABLE selection_answer ADD CONSTRAINT answer_repeats_its_proposal
    FOREIGN KEY (proposal_id, proposer, proposer_office, expires_at)
    REFERENCES selection_proposal (id, holder, office, expires_at);
ALTER TABLE selection_roundstatus ADD CONSTRAINT round_step_by_two CHECK (
    state IN ('DRAFT', 'COMMITTING') OR decision_id IS NOT NULL) NOT VALID;
ALTER TABLE selection_draw ADD CONSTRAINT draw_taken_by_two CHECK (
    decision_id IS NOT NULL) NOT VALID;
ALTER TABLE selection_disclosure ADD CONSTRAINT disclosure_struck_by_two CHECK (
    NOT is_struck OR decision_id IS NOT NULL) NOT VALID;
"""
BY_ONE = """
ALTER TABLE selection_disclosure DROP CONSTRAINT disclosure_struck_by_two;
ALTER TABLE selection_draw DROP CONSTRAINT draw_taken_by_two;
ALTER TABLE selection_roundstatus DROP CONSTRAINT round_step_by_two;
ALTER TABLE selection_answer DROP CONSTRAINT answer_repeats_its_proposal;
"""


class Migration(migrations.Migration):
    """Holds every deciding step to two persons in two offices, and keeps their words."""

    dependencies = [("selection", "0005_council")]

    operations = [
        migrations.RunSQL(BY_TWO, BY_ONE),
        *map(guard, "attendance proposal answer attestation".split()),
    ]
