"""The tables of erasing, and what the database itself refuses. Made by tools/first_migrations.py."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import antigone.desk.create_tables
from antigone.desk.audit.triggers import refuse
from antigone.desk.erasing.triggers import RULES


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
                    name="Erasure",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("asked", "Asked"),
                                    ("agreed", "Agreed"),
                                    ("done", "Done"),
                                    ("refused", "Refused"),
                                    ("taken back", "Taken Back"),
                                ],
                                default="asked",
                                max_length=20,
                            ),
                        ),
                        (
                            "asked_as",
                            models.CharField(
                                choices=[
                                    ("the person themselves", "Person"),
                                    ("a relative", "Family"),
                                    ("a guardian or lawyer", "Guardian"),
                                    ("a court or authority", "Court"),
                                    ("the agency itself", "Agency"),
                                ],
                                max_length=40,
                            ),
                        ),
                        ("asker", models.CharField(blank=True, max_length=200)),
                        ("how", models.CharField(blank=True, max_length=300)),
                        ("order", models.CharField(blank=True, max_length=200)),
                        ("asked_at", models.DateTimeField()),
                        ("due_on", models.DateField()),
                        ("answered_at", models.DateTimeField(null=True)),
                        (
                            "ground",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("an identification rests on it", "Identification"),
                                    ("a law requires that it is kept", "Duty"),
                                    ("it is needed for a legal claim", "Claims"),
                                    ("whoever asks has no right to ask this", "Not Theirs"),
                                ],
                                max_length=40,
                            ),
                        ),
                        ("words", models.TextField(blank=True)),
                        ("done_at", models.DateTimeField(null=True)),
                        ("destroyed", models.JSONField(default=dict)),
                        ("proof", models.BinaryField(null=True)),
                        ("scrubbed_at", models.DateTimeField(null=True)),
                        ("again", models.BooleanField(default=False)),
                        (
                            "agency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.agency"
                            ),
                        ),
                        (
                            "answered_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "done_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "incident",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.incident"
                            ),
                        ),
                        (
                            "photograph",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="erasures",
                                to="photos.photograph",
                            ),
                        ),
                        (
                            "subject",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="erasures",
                                to="subjects.subject",
                            ),
                        ),
                        (
                            "written_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-id"],
                        "default_permissions": (),
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state__in", ["asked", "agreed"])),
                                fields=["due_on"],
                                name="erasures_that_wait",
                            ),
                            models.Index(fields=["agency", "-id"], name="erasures_of_an_agency"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("photograph", None), ("state__in", ["asked", "agreed"])),
                                fields=("subject",),
                                name="one_open_erasure",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state__in", ["asked", "agreed"])),
                                fields=("photograph",),
                                name="one_open_erasure_a_photograph",
                            ),
                        ],
                    },
                )
            ],
        ),
        refuse(RULES),
    ]
