from django.db import migrations

from mission.selection.migrations._append_only import guard

WRITTEN_ONCE = (
    "roundstatus ruleset commitment disclosure freeze entry outcome proof promotion".split()
)
REFUSE = """
CREATE FUNCTION selection_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The draw is append-only: % on % refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END;
$$;
CREATE TRIGGER selection_draw_written_once BEFORE UPDATE ON selection_draw FOR EACH ROW
    WHEN (OLD.result_sha256 <> '' OR
        ROW(OLD.round_id, OLD.public_randomness, OLD.evidence, OLD.seed) IS DISTINCT FROM
        ROW(NEW.round_id, NEW.public_randomness, NEW.evidence, NEW.seed))
    EXECUTE FUNCTION selection_refuse_change();
CREATE TRIGGER selection_draw_kept BEFORE DELETE ON selection_draw
    FOR EACH STATEMENT EXECUTE FUNCTION selection_refuse_change();
"""
ALLOW = """
DROP TRIGGER selection_draw_written_once ON selection_draw;
DROP TRIGGER selection_draw_kept ON selection_draw;
DROP FUNCTION selection_refuse_change();
"""


class Migration(migrations.Migration):
    """Refuses UPDATE and DELETE on what is written once; a draw gets its result once."""

    dependencies = [("selection", "0001_initial")]

    operations = [migrations.RunSQL(REFUSE, ALLOW), *map(guard, WRITTEN_ONCE)]
