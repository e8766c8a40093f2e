from django.db import migrations


def guard(table: str) -> migrations.RunSQL:
    """Refuse to change or delete the rows of a table."""
    name, on = f"selection_{table}_append_only", f"selection_{table}"
    return migrations.RunSQL(
        f"CREATE TRIGGER {name} BEFORE UPDATE OR DELETE ON {on} "
        "FOR EACH STATEMENT EXECUTE FUNCTION selection_refuse_change();",
        f"DROP TRIGGER {name} ON {on};",
    )


class Migration(migrations.Migration):
    """Refuses UPDATE and DELETE on offers, their steps and the tests of a draw."""

    dependencies = [("selection", "0009_offers")]

    operations = [guard("offer"), guard("offerstep"), guard("selftest")]
