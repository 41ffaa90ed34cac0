"""The tables of families, and what the database itself refuses. Made by tools/first_migrations.py."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import antigone.desk.create_tables
import antigone.desk.encrypted
from antigone.desk.audit.triggers import refuse
from antigone.desk.families.triggers import RULES


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
                    name="FamilyPortal",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("called", models.CharField(max_length=200)),
                        ("telephone", models.CharField(max_length=200)),
                        ("bodies", models.TextField(blank=True)),
                        ("prepared_at", models.DateTimeField()),
                        ("public_since", models.DateTimeField(null=True)),
                        (
                            "agency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="portals",
                                to="accounts.agency",
                            ),
                        ),
                        (
                            "incident",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="portals",
                                to="accounts.incident",
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="portals", to="photos.source"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-id"],
                        "default_permissions": (),
                        "constraints": [
                            models.UniqueConstraint(fields=("incident", "agency"), name="one_door_in_an_incident")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Request",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(max_length=9, unique=True)),
                        ("secret", models.CharField(blank=True, max_length=200)),
                        ("safe_word", models.CharField(blank=True, max_length=200)),
                        ("language", models.CharField(max_length=5)),
                        (
                            "how",
                            models.CharField(
                                choices=[("alone", "Alone"), ("assisted", "Assisted"), ("paper", "Paper")],
                                max_length=10,
                            ),
                        ),
                        ("begun_at", models.DateTimeField()),
                        ("sent_at", models.DateTimeField(null=True)),
                        ("asked_at", models.DateTimeField(null=True)),
                        ("accepted_at", models.DateTimeField(null=True)),
                        ("taken_over", models.BigIntegerField(default=0)),
                        ("closed_at", models.DateTimeField(null=True)),
                        ("danger_at", models.DateTimeField(null=True)),
                        ("erasure_asked_at", models.DateTimeField(null=True)),
                        ("erased_at", models.DateTimeField(null=True)),
                        (
                            "accepted_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "begun_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "consent",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="photos.consent",
                            ),
                        ),
                        (
                            "portal",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="requests",
                                to="families.familyportal",
                            ),
                        ),
                        (
                            "record",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="requests",
                                to="subjects.subject",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-id"],
                        "default_permissions": (),
                        "indexes": [models.Index(fields=["portal", "-id"], name="requests_of_a_portal")],
                    },
                ),
                migrations.CreateModel(
                    name="Message",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "what",
                            models.CharField(
                                choices=[
                                    ("message", "Message"),
                                    ("complaint", "Complaint"),
                                    ("erase", "Erase"),
                                    ("answer", "Answer"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("words", antigone.desk.encrypted.EncryptedTextField(blank=True)),
                        ("at", models.DateTimeField()),
                        ("answered_at", models.DateTimeField(null=True)),
                        (
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "request",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="messages",
                                to="families.request",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["id"],
                        "default_permissions": (),
                        "indexes": [
                            models.Index(
                                condition=models.Q(("answered_at", None), ("by", None)),
                                fields=["request"],
                                name="messages_that_wait",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Given",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("sha256", models.CharField(max_length=64)),
                        ("sealed", models.CharField(max_length=64)),
                        ("wrapped", models.BinaryField(null=True)),
                        ("size", models.PositiveBigIntegerField()),
                        ("remark", antigone.desk.encrypted.EncryptedTextField(blank=True, max_length=200)),
                        ("notes", models.JSONField(default=list)),
                        ("looked_at", models.DateTimeField(null=True)),
                        ("unreadable", models.BooleanField(default=False)),
                        ("faces", models.JSONField(default=list)),
                        ("picked", models.PositiveSmallIntegerField(null=True)),
                        ("at", models.DateTimeField()),
                        ("declined_at", models.DateTimeField(null=True)),
                        ("why", models.CharField(blank=True, max_length=500)),
                        ("withdrawn_at", models.DateTimeField(null=True)),
                        ("kept", models.BooleanField(default=False)),
                        ("put_back_at", models.DateTimeField(null=True)),
                        (
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
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
                            "request",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="given", to="families.request"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["id"],
                        "default_permissions": (),
                        "indexes": [
                            models.Index(
                                condition=models.Q(("kept", True)),
                                fields=["withdrawn_at"],
                                name="given_that_may_return",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("unreadable", False), ("withdrawn_at", None)),
                                fields=("request", "sha256"),
                                name="each_given_once",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Answer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("step", models.CharField(max_length=20)),
                        ("said", antigone.desk.encrypted.EncryptedTextField(blank=True)),
                        ("at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "request",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="answers",
                                to="families.request",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["id"],
                        "default_permissions": (),
                    },
                ),
                migrations.CreateModel(
                    name="Allowed",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "what",
                            models.CharField(
                                choices=[
                                    ("search", "Search"),
                                    ("others", "Others"),
                                    ("share", "Share"),
                                    ("pictures", "Pictures"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("body", models.CharField(blank=True, max_length=200)),
                        ("yes", models.BooleanField()),
                        ("language", models.CharField(max_length=5)),
                        ("at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "request",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="allowed",
                                to="families.request",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["id"],
                        "default_permissions": (),
                    },
                ),
                migrations.CreateModel(
                    name="Visit",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("token_hash", models.CharField(max_length=64, unique=True)),
                        ("began_at", models.DateTimeField()),
                        ("seen_at", models.DateTimeField()),
                        ("harmless", models.BooleanField(default=False)),
                        (
                            "request",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="visits",
                                to="families.request",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["id"],
                        "default_permissions": (),
                    },
                ),
            ],
        ),
        refuse(RULES),
    ]
