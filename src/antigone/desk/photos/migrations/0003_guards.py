"""What the database refuses: ../guarded.py."""

from django.db import migrations

from antigone.desk.audit.guards import refuse
from antigone.desk.photos.guarded import RULES


class Migration(migrations.Migration):
    dependencies = [("photos", "0002_joined")]

    operations = [refuse(table, *rules) for table, rules in RULES.items()]
