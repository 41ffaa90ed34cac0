"""The tables of intake, and what the database itself refuses. Made by tools/first_migrations.py."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import antigone.desk.create_tables
from antigone.desk.audit.triggers import refuse
from antigone.desk.intake.triggers import RULES


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("photos", "0001_initial"),
        ("subjects", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        antigone.desk.create_tables.CreateTables(
            tables=[
                migrations.CreateModel(
                    name="Import",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("kind", models.CharField(choices=[("pm", "pm"), ("am", "am")], max_length=2)),
                        ("name", models.CharField(max_length=200)),
                        ("folder", models.TextField(blank=True)),
                        ("spool", models.CharField(blank=True, max_length=32)),
                        ("made_at", models.DateTimeField()),
                        ("seen_at", models.DateTimeField(null=True)),
                        ("seen", models.CharField(blank=True, max_length=64)),
                        ("done_at", models.DateTimeField(null=True)),
                        ("cancelled_at", models.DateTimeField(null=True)),
                        (
                            "agency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="imports",
                                to="accounts.agency",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="imports",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "incident",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="imports",
                                to="accounts.incident",
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="imports",
                                to="photos.source",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-id"],
                        "default_permissions": (),
                    },
                ),
                migrations.CreateModel(
                    name="ImportItem",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("place", models.PositiveIntegerField()),
                        ("path", models.CharField(max_length=500)),
                        ("who", models.CharField(blank=True, max_length=120)),
                        ("details", models.JSONField(default=dict)),
                        ("sha256", models.CharField(blank=True, max_length=64)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "Waiting"),
                                    ("done", "Done"),
                                    ("refused", "Refused"),
                                    ("erased", "Erased"),
                                ],
                                default="waiting",
                                max_length=10,
                            ),
                        ),
                        ("begun", models.PositiveSmallIntegerField(default=0)),
                        ("detail", models.TextField(blank=True)),
                        ("hint", models.TextField(blank=True)),
                        ("done_at", models.DateTimeField(null=True)),
                        (
                            "bringing",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="items", to="intake.import"
                            ),
                        ),
                        (
                            "photograph",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="photos.photograph",
                            ),
                        ),
                        (
                            "subject",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="subjects.subject",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["bringing_id", "place"],
                        "default_permissions": (),
                        "indexes": [models.Index(fields=["bringing", "state", "place"], name="files_of_an_import")],
                        "constraints": [
                            models.UniqueConstraint(fields=("bringing", "place"), name="one_place_in_an_import")
                        ],
                    },
                ),
            ],
        ),
        refuse(RULES),
    ]
