import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("candidates", "0001_candidates"),
        ("photos", "0001_photos"),
    ]

    operations = [
        migrations.AddField(
            model_name="candidate",
            name="photograph",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="candidacies", to="photos.photograph"
            ),
        ),
    ]
