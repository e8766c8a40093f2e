"""The triggers by which the database itself keeps what a round decided, for migrations."""

from __future__ import annotations

from django.db import migrations


def guard(table: str) -> migrations.RunSQL:
    """Refuse to change or delete the rows of a table of the selection.

    table  without the name of the app; ``selection_refuse_change`` must stand
    """
    name, on = f"selection_{table}_append_only", f"selection_{table}"
    return migrations.RunSQL(
        f"CREATE TRIGGER {name} BEFORE UPDATE OR DELETE ON {on} "
        "FOR EACH STATEMENT EXECUTE FUNCTION selection_refuse_change();",
        f"DROP TRIGGER {name} ON {on};",
    )
