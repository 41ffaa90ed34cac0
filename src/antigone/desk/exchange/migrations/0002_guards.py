"""What the database refuses: ../guarded.py."""

from django.db import migrations

from antigone.desk.audit.guards import refuse
from antigone.desk.exchange.guarded import RULES


class Migration(migrations.Migration):
    dependencies = [("exchange", "0001_exchange")]

    operations = [refuse(table, *rules) for table, rules in RULES.items()]
