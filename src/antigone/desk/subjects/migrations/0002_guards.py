"""What the database refuses: ../guarded.py. Of cases and records: 0003, whose columns its rule names."""

from django.db import migrations

from antigone.desk.audit.guards import refuse
from antigone.desk.subjects.guarded import RULES


class Migration(migrations.Migration):
    dependencies = [("subjects", "0001_subjects")]

    operations = [refuse("subjects_revision", *RULES["subjects_revision"])]
