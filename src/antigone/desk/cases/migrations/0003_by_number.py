"""Bringing in photographs looks cases up by their other number."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_guards")]

    operations = [
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["other_number"], name="cases_by_number"),
        ),
    ]
