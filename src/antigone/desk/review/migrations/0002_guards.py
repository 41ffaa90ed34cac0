"""What the database refuses: ../guarded.py."""

from django.db import migrations

from antigone.desk.audit.guards import refuse
from antigone.desk.review.guarded import RULES


class Migration(migrations.Migration):
    dependencies = [("review", "0001_review")]

    operations = [refuse(table, *rules) for table, rules in RULES.items()]
