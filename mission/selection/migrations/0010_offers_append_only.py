from django.db import migrations

from mission.selection.migrations._append_only import guard


class Migration(migrations.Migration):
    """Refuses UPDATE and DELETE on offers, their steps and the tests of a draw."""

    dependencies = [("selection", "0009_offers")]

    operations = [guard("offer"), guard("offerstep"), guard("selftest")]
