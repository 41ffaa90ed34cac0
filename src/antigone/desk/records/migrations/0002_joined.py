import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_agencies_and_people"),
        ("records", "0001_records"),
        ("subjects", "0001_subjects"),
    ]

    operations = [
        migrations.CreateModel(
            name="Record",
            fields=[
                (
                    "subject",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="record",
                        serialize=False,
                        to="subjects.subject",
                    ),
                ),
                ("born_earliest", models.DateField(null=True)),
                ("born_latest", models.DateField(null=True)),
                ("last_seen_earliest", models.DateField(null=True)),
                ("last_seen_latest", models.DateField(null=True)),
                ("last_seen_place", models.CharField(blank=True, max_length=300)),
                ("circumstances", models.TextField(blank=True)),
                ("nationality", models.CharField(blank=True, max_length=120)),
                ("languages", models.CharField(blank=True, max_length=200)),
                ("belongings", models.TextField(blank=True)),
                ("other_number", models.CharField(blank=True, max_length=120)),
            ],
            options={
                "ordering": ["-subject_id"],
                "default_permissions": (),
            },
        ),
        migrations.AddField(
            model_name="namekey",
            name="incident",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.incident"
            ),
        ),
        migrations.AddField(
            model_name="namekey",
            name="name",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="keys", to="records.name"
            ),
        ),
        migrations.AddField(
            model_name="name",
            name="record",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="names", to="records.record"
            ),
        ),
        migrations.AddField(
            model_name="informant",
            name="record",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="informants", to="records.record"
            ),
        ),
        migrations.AddIndex(
            model_name="namekey",
            index=models.Index(fields=["incident", "key"], name="names_by_key"),
        ),
        migrations.AddConstraint(
            model_name="namekey",
            constraint=models.UniqueConstraint(fields=("name", "key"), name="each_key_once"),
        ),
        migrations.AddIndex(
            model_name="name",
            index=models.Index(fields=["sort_key"], name="names_in_order"),
        ),
    ]
