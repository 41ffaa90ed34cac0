"""What the database refuses: ../guarded.py."""

from django.db import migrations

from antigone.desk.audit.guards import refuse
from antigone.desk.intake.guarded import RULES


class Migration(migrations.Migration):
    dependencies = [("intake", "0001_intake")]

    operations = [refuse(table, *rules) for table, rules in RULES.items()]
