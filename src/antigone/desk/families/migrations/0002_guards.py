"""What the database refuses: ../guarded.py."""

from django.db import migrations

from antigone.desk.audit.guards import refuse
from antigone.desk.families.guarded import RULES


class Migration(migrations.Migration):
    dependencies = [("families", "0001_families")]

    operations = [refuse(table, *rules) for table, rules in RULES.items()]
