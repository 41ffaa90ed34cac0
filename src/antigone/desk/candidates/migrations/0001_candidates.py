from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Candidate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rank", models.PositiveSmallIntegerField()),
                ("score", models.FloatField()),
                ("weight", models.JSONField(null=True)),
                ("strangers", models.JSONField(null=True)),
                ("marked_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["run_id", "rank"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Doubt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("score", models.FloatField()),
                ("weight", models.JSONField(null=True)),
                ("at", models.DateTimeField()),
                ("dismissed_at", models.DateTimeField(null=True)),
                ("dismissed_reason", models.TextField(blank=True)),
            ],
            options={
                "ordering": ["-id"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Exclusion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "ground",
                    models.CharField(
                        choices=[
                            ("fingerprints", "Fingerprints"),
                            ("dental", "Dental"),
                            ("dna", "Dna"),
                            ("medical finding", "Medical"),
                            ("description", "Description"),
                            ("found alive", "Alive"),
                            ("identified as another", "Elsewhere"),
                        ],
                        max_length=30,
                    ),
                ),
                ("reason", models.TextField()),
                ("at", models.DateTimeField()),
                ("lifted_at", models.DateTimeField(null=True)),
                ("lifted_reason", models.TextField(blank=True)),
            ],
            options={
                "ordering": ["-id"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Link",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.TextField()),
                ("at", models.DateTimeField()),
                ("undone_at", models.DateTimeField(null=True)),
                ("undone_reason", models.TextField(blank=True)),
            ],
            options={
                "ordering": ["-id"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Run",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "why",
                    models.CharField(
                        choices=[
                            ("new photograph", "New Photograph"),
                            ("asked", "Asked"),
                            ("a photograph left", "Withdrawn"),
                            ("new model", "New Model"),
                            ("others arrived", "Arrived"),
                        ],
                        max_length=20,
                    ),
                ),
                ("purpose", models.CharField(max_length=200)),
                ("reason", models.TextField(blank=True)),
                ("asked_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "Waiting"), ("done", "Done"), ("refused", "Refused")],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("done_at", models.DateTimeField(null=True)),
                ("refusal", models.JSONField(null=True)),
                ("engine", models.CharField(blank=True, max_length=60)),
                ("model", models.CharField(blank=True, max_length=120)),
                ("calibration", models.CharField(blank=True, max_length=120)),
                ("gallery", models.JSONField(null=True)),
                ("gallery_photos", models.PositiveIntegerField(null=True)),
                ("gallery_persons", models.PositiveIntegerField(null=True)),
                ("not_enrolled", models.JSONField(null=True)),
                ("marked_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["-id"],
                "default_permissions": (),
            },
        ),
    ]
