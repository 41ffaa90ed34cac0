"""What an import knew of a file can be destroyed."""

from django.db import migrations, models

from antigone.desk.audit.guards import refuse
from antigone.desk.intake.guarded import RULES


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0002_guards"),
    ]

    operations = [
        migrations.AlterField(
            model_name="importitem",
            name="state",
            field=models.CharField(
                choices=[("waiting", "Waiting"), ("done", "Done"), ("refused", "Refused"), ("erased", "Erased")],
                default="waiting",
                max_length=10,
            ),
        ),
        *(refuse(table, *RULES[table]) for table in ("intake_importitem",)),
    ]
