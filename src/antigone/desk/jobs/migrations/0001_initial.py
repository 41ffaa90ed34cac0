"""The tables of jobs. Made by tools/first_migrations.py."""

from django.db import migrations, models

import antigone.desk.create_tables


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        antigone.desk.create_tables.CreateTables(
            tables=[
                migrations.CreateModel(
                    name="Job",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("analyse", "Analyse"),
                                    ("search", "Search"),
                                    ("embed", "Embed"),
                                    ("bring in", "Bring In"),
                                    ("reconcile", "Reconcile"),
                                    ("look", "Look"),
                                    ("scrub", "Scrub"),
                                    ("exercise", "Exercise"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("number", models.BigIntegerField()),
                        ("queued_at", models.DateTimeField()),
                        ("not_before", models.DateTimeField()),
                        ("claimed_until", models.DateTimeField(null=True)),
                        ("together", models.PositiveSmallIntegerField(default=0)),
                        ("tries", models.PositiveSmallIntegerField(default=0)),
                        ("fault", models.TextField(blank=True)),
                        ("done_at", models.DateTimeField(null=True)),
                        ("given_up_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "ordering": ["id"],
                        "default_permissions": (),
                        "indexes": [
                            models.Index(
                                condition=models.Q(("done_at", None), ("given_up_at", None)),
                                fields=["not_before", "id"],
                                name="jobs_to_do",
                            ),
                            models.Index(
                                condition=models.Q(("done_at__isnull", False)), fields=["done_at"], name="jobs_done"
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("done_at", None), ("given_up_at", None)),
                                fields=("kind", "number"),
                                name="each_job_once",
                            )
                        ],
                    },
                )
            ],
        ),
    ]
