from django.db import migrations

# Typed applications take their place from a sequence: many are submitted at once, and none may
# wait for another's commit. Gaps close when the queue is counted anew.
SEQUENCE = """
CREATE SEQUENCE registration_queue AS integer;
SELECT setval(
    'registration_queue', coalesce((SELECT max(queue) FROM registration_application), 0) + 1, false
);
"""
REFUSE = """
CREATE FUNCTION registration_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'restrict_violation';
END;
$$;
CREATE TRIGGER registration_answer_written_once BEFORE UPDATE OR DELETE
    ON registration_objectionstatus
    FOR EACH STATEMENT EXECUTE FUNCTION registration_refuse_change();
"""
ALLOW = """
DROP TRIGGER registration_answer_written_once ON registration_objectionstatus;
DROP FUNCTION registration_refuse_change();
"""


class Migration(migrations.Migration):
    """Gives typed applications their places, and keeps answers to objections as they are."""

    dependencies = [("registration", "0003_application_by_phone")]

    operations = [
        migrations.RunSQL(SEQUENCE, "DROP SEQUENCE registration_queue;"),
        migrations.RunSQL(REFUSE, ALLOW),
    ]
