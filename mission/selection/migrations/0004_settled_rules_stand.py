from django.db import migrations

REFUSE = """
CREATE FUNCTION selection_refuse_settled() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM selection_roundstatus s
        WHERE s.round_id = NEW.round_id AND s.state <> 'DRAFT'
    ) THEN
        RAISE EXCEPTION 'The rules of this round are settled: INSERT on % refused', TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END;
$$;
CREATE TRIGGER selection_ruleset_until_settled BEFORE INSERT ON selection_ruleset
    FOR EACH ROW EXECUTE FUNCTION selection_refuse_settled();
"""
ALLOW = """
DROP TRIGGER selection_ruleset_until_settled ON selection_ruleset;
DROP FUNCTION selection_refuse_settled();
"""


class Migration(migrations.Migration):
    """Refuses a further version of the rules once the members were asked to promise."""

    dependencies = [("selection", "0003_strata_and_file_rules")]

    operations = [migrations.RunSQL(REFUSE, ALLOW)]
