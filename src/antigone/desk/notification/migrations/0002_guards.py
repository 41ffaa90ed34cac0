"""What the database refuses: ../guarded.py."""

from django.db import migrations

from antigone.desk.audit.guards import refuse
from antigone.desk.notification.guarded import RULES


class Migration(migrations.Migration):
    dependencies = [("notification", "0001_notification"), ("identification", "0002_guards")]

    operations = [refuse(table, *rules) for table, rules in RULES.items()]
