from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Informant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200)),
                ("relation", models.CharField(blank=True, max_length=120)),
                ("languages", models.CharField(blank=True, max_length=200)),
                ("contact", models.CharField(blank=True, max_length=300)),
                ("safe", models.BooleanField(null=True)),
                ("never", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "ordering": ["id"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Name",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("own", "Own"),
                            ("at birth", "Birth"),
                            ("also called", "Alias"),
                            ("other spelling", "Spelling"),
                        ],
                        default="own",
                        max_length=20,
                    ),
                ),
                ("family", models.CharField(blank=True, max_length=120)),
                ("given", models.CharField(blank=True, max_length=120)),
                ("patronymic", models.CharField(blank=True, max_length=120)),
                ("sort_key", models.CharField(max_length=200)),
            ],
            options={
                "ordering": ["id"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="NameKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=60)),
            ],
            options={
                "default_permissions": (),
            },
        ),
    ]
