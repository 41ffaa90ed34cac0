"""What the database refuses: ../guarded.py."""

from django.db import migrations

from antigone.desk.audit.guards import refuse
from antigone.desk.reconciling.guarded import RULES


class Migration(migrations.Migration):
    dependencies = [("reconciling", "0001_reconciling")]

    operations = [refuse(table, *rules) for table, rules in RULES.items()]
