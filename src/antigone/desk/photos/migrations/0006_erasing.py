"""Requests to erase, and what of a photograph stays when it is destroyed."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from antigone.desk.audit.guards import refuse
from antigone.desk.photos.guarded import RULES


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_tokens_and_passkeys"),
        ("photos", "0005_by_state"),
        ("subjects", "0003_erasing"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="photograph",
            name="erased_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AlterField(
            model_name="job",
            name="what",
            field=models.CharField(
                choices=[
                    ("analyse", "Analyse"),
                    ("search", "Search"),
                    ("embed", "Embed"),
                    ("bring in", "Bring In"),
                    ("scrub", "Scrub"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="photograph",
            name="state",
            field=models.CharField(
                choices=[
                    ("waiting", "Waiting"),
                    ("choose a face", "Choose"),
                    ("usable", "Usable"),
                    ("refused", "Refused"),
                    ("ended", "Ended"),
                    ("erased", "Erased"),
                ],
                default="waiting",
                max_length=20,
            ),
        ),
        migrations.CreateModel(
            name="Erasure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="erasures", to="subjects.subject"
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
        ),
        *(
            refuse(table, *RULES[table])
            for table in ("photos_consent", "photos_photograph", "photos_photokey", "photos_face", "photos_erasure")
        ),
    ]
