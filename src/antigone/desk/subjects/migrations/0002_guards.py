"""What the database refuses: ../guarded.py."""

from django.db import migrations

from antigone.desk.audit.guards import refuse
from antigone.desk.subjects.guarded import RULES


class Migration(migrations.Migration):
    dependencies = [("subjects", "0001_subjects")]

    operations = [refuse(table, *rules) for table, rules in RULES.items()]
