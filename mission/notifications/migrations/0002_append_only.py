from django.db import migrations

REFUSE = """
CREATE FUNCTION notifications_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'States of messages are append-only: % refused', TG_OP
        USING ERRCODE = 'restrict_violation';
END;
$$;
CREATE TRIGGER notifications_status_append_only
    BEFORE UPDATE OR DELETE ON notifications_messagestatus
    FOR EACH STATEMENT EXECUTE FUNCTION notifications_refuse_change();
"""
ALLOW = """
DROP TRIGGER notifications_status_append_only ON notifications_messagestatus;
DROP FUNCTION notifications_refuse_change();
"""


class Migration(migrations.Migration):
    """Refuses to change or delete a state that a message went through."""

    dependencies = [("notifications", "0001_initial")]

    operations = [migrations.RunSQL(REFUSE, ALLOW)]
