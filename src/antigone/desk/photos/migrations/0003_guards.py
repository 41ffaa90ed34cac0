"""What the database refuses: ../guarded.py. Of photographs: 0006, whose columns its rule names."""

from django.db import migrations

from antigone.desk.audit.guards import refuse
from antigone.desk.photos.guarded import RULES


class Migration(migrations.Migration):
    dependencies = [("photos", "0002_joined")]

    operations = [refuse(table, *RULES[table]) for table in ("photos_source", "photos_consent", "photos_indexchange")]
