from django.db import migrations

REFUSE = """
CREATE FUNCTION registration_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Checks of documents are append-only: % on % refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END;
$$;
CREATE TRIGGER registration_documentcheck_append_only
    BEFORE UPDATE OR DELETE ON registration_documentcheck
    FOR EACH STATEMENT EXECUTE FUNCTION registration_refuse_change();
"""
ALLOW = """
DROP TRIGGER registration_documentcheck_append_only ON registration_documentcheck;
DROP FUNCTION registration_refuse_change();
"""


class Migration(migrations.Migration):
    """Refuses UPDATE and DELETE on the judgement of documents."""

    dependencies = [("registration", "0005_documents")]

    operations = [migrations.RunSQL(REFUSE, ALLOW)]
