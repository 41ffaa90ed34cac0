"""What the database refuses: ../guarded.py."""

from django.db import migrations

from antigone.desk.audit.guards import refuse
from antigone.desk.figures.guarded import RULES


class Migration(migrations.Migration):
    dependencies = [("figures", "0001_figures")]

    operations = [refuse(table, *rules) for table, rules in RULES.items()]
