"""What the database refuses: ../guarded.py."""

from django.db import migrations

from antigone.desk.audit.guards import refuse
from antigone.desk.cases.guarded import RULES


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_cases")]

    operations = [refuse(table, *rules) for table, rules in RULES.items()]
