"""Bringing in photographs looks records up by their other number."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("records", "0003_forms")]

    operations = [
        migrations.AddIndex(
            model_name="record",
            index=models.Index(fields=["other_number"], name="records_by_number"),
        ),
    ]
