"""What the database refuses: ../guarded.py."""

from django.db import migrations

from antigone.desk.audit.guards import refuse
from antigone.desk.identification.guarded import RULES


class Migration(migrations.Migration):
    dependencies = [("identification", "0001_board")]

    operations = [refuse(table, *rules) for table, rules in RULES.items()]
