"""A record whose data was erased keeps its code."""

from django.db import migrations, models

from antigone.desk.audit.guards import refuse
from antigone.desk.subjects.guarded import RULES


class Migration(migrations.Migration):
    dependencies = [
        ("subjects", "0002_guards"),
    ]

    operations = [
        migrations.AddField(
            model_name="subject",
            name="erased_at",
            field=models.DateTimeField(null=True),
        ),
        *(refuse(table, *RULES[table]) for table in ("subjects_subject",)),
    ]
