from django.db import migrations

REFUSE = """
CREATE TRIGGER registration_documentcheck_append_only
    BEFORE UPDATE OR DELETE ON registration_documentcheck
    FOR EACH STATEMENT EXECUTE FUNCTION registration_refuse_change();
"""
ALLOW = "DROP TRIGGER registration_documentcheck_append_only ON registration_documentcheck;"


class Migration(migrations.Migration):
    """Refuses UPDATE and DELETE on the judgement of documents."""

    dependencies = [("registration", "0005_documents")]

    operations = [migrations.RunSQL(REFUSE, ALLOW)]
