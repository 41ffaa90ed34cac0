"""What the database refuses: ../guarded.py."""

from django.db import migrations

from antigone.desk.audit.guards import refuse
from antigone.desk.candidates.guarded import RULES


class Migration(migrations.Migration):
    dependencies = [("candidates", "0003_people")]

    operations = [refuse(table, *rules) for table, rules in RULES.items()]
