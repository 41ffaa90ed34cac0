from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("photos", "0004_grounds")]

    operations = [
        migrations.AddIndex(
            model_name="photograph",
            index=models.Index(fields=["kind", "state", "id"], name="photographs_by_state"),
        ),
        migrations.AddIndex(
            model_name="photograph",
            index=models.Index(
                fields=["subject"], condition=models.Q(("ended_at", None)), name="photographs_that_stand"
            ),
        ),
    ]
