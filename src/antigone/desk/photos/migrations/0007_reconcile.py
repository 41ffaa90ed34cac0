"""One more kind of work: setting all cases of an incident against all records."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("photos", "0006_erasing")]

    operations = [
        migrations.AlterField(
            model_name="job",
            name="what",
            field=models.CharField(
                choices=[
                    ("analyse", "Analyse"),
                    ("search", "Search"),
                    ("embed", "Embed"),
                    ("bring in", "Bring In"),
                    ("reconcile", "Reconcile"),
                    ("scrub", "Scrub"),
                ],
                max_length=20,
            ),
        ),
    ]
