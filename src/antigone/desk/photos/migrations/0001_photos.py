from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Consent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("given_by", models.CharField(max_length=200)),
                ("relation", models.CharField(max_length=120)),
                ("given_on", models.DateField()),
                ("how", models.CharField(max_length=200)),
                ("valid_until", models.DateField(null=True)),
                ("made_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["id"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Face",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("box", models.JSONField()),
                ("landmarks", models.JSONField()),
                ("quality", models.JSONField()),
                ("chosen", models.BooleanField(default=False)),
                ("chosen_how", models.CharField(blank=True, max_length=20)),
            ],
            options={
                "ordering": ["photograph_id", "number"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="IndexChange",
            fields=[
                ("sequence", models.BigAutoField(primary_key=True, serialize=False)),
                ("kind", models.CharField(choices=[("pm", "pm"), ("am", "am")], max_length=2)),
                ("model", models.CharField(max_length=120)),
                ("template", models.BigIntegerField()),
                ("photograph", models.BigIntegerField()),
                ("subject", models.BigIntegerField()),
                ("removed", models.BooleanField()),
            ],
            options={
                "ordering": ["sequence"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Job",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("analyse", "Analyse"),
                            ("search", "Search"),
                            ("embed", "Embed"),
                            ("bring in", "Bring In"),
                        ],
                        max_length=20,
                    ),
                ),
                ("number", models.BigIntegerField()),
                ("queued_at", models.DateTimeField()),
                ("not_before", models.DateTimeField()),
                ("claimed_until", models.DateTimeField(null=True)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("fault", models.TextField(blank=True)),
                ("done_at", models.DateTimeField(null=True)),
                ("given_up_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["id"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Photograph",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=[("pm", "pm"), ("am", "am")], max_length=2)),
                ("sha256", models.CharField(max_length=64)),
                ("sealed", models.CharField(max_length=64, unique=True)),
                ("file_name", models.CharField(max_length=200)),
                ("size", models.PositiveBigIntegerField()),
                ("format", models.CharField(blank=True, max_length=20)),
                ("width", models.PositiveIntegerField(null=True)),
                ("height", models.PositiveIntegerField(null=True)),
                (
                    "stage",
                    models.CharField(
                        choices=[("before cleaning", "Before"), ("after cleaning", "After"), ("unknown", "Unknown")],
                        default="unknown",
                        max_length=20,
                    ),
                ),
                ("grade", models.PositiveSmallIntegerField(null=True)),
                ("sealed_details", models.BinaryField(null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("choose a face", "Choose"),
                            ("usable", "Usable"),
                            ("refused", "Refused"),
                            ("ended", "Ended"),
                        ],
                        default="waiting",
                        max_length=20,
                    ),
                ),
                ("refusal", models.JSONField(null=True)),
                ("indexed", models.BooleanField(default=False)),
                ("added_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["id"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Source",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200)),
                ("controller", models.CharField(max_length=200)),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("consent", "consent"),
                            ("legal-obligation", "legal-obligation"),
                            ("vital-interests", "vital-interests"),
                            ("public-interest", "public-interest"),
                        ],
                        max_length=20,
                    ),
                ),
                ("instrument", models.CharField(max_length=300)),
                ("purposes", models.TextField()),
                ("recipients", models.TextField(blank=True)),
                ("valid_from", models.DateField()),
                ("valid_until", models.DateField(null=True)),
                ("made_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["name", "id"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Template",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("model", models.CharField(max_length=120)),
                ("vector", models.BinaryField()),
            ],
            options={
                "default_permissions": (),
            },
        ),
    ]
