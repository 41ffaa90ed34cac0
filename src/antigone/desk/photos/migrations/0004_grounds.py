"""Grounds that run out are found without reading all; and the database refuses to change more of a ground."""

from django.db import migrations, models

from antigone.desk.audit.guards import refuse
from antigone.desk.photos.guarded import RULES


class Migration(migrations.Migration):
    dependencies = [("photos", "0003_guards")]

    operations = [
        migrations.AddIndex(
            model_name="consent",
            index=models.Index(
                condition=models.Q(withdrawn_at=None), fields=["valid_until"], name="consents_that_run_out"
            ),
        ),
        migrations.AddIndex(
            model_name="photograph",
            index=models.Index(condition=models.Q(ended_at=None), fields=["source"], name="photographs_on_a_source"),
        ),
        migrations.AddIndex(
            model_name="photograph",
            index=models.Index(condition=models.Q(ended_at=None), fields=["consent"], name="photographs_on_a_consent"),
        ),
        *(refuse(table, *RULES[table]) for table in ("photos_source", "photos_consent")),
    ]
