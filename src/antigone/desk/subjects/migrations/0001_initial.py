"""The tables of subjects, and what the database itself refuses. Made by tools/first_migrations.py."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import antigone.desk.create_tables
import antigone.desk.encrypted
from antigone.desk.audit.triggers import refuse
from antigone.desk.subjects.triggers import RULES


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        antigone.desk.create_tables.CreateTables(
            tables=[
                migrations.CreateModel(
                    name="Subject",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("kind", models.CharField(choices=[("pm", "pm"), ("am", "am")], editable=False, max_length=2)),
                        ("place", models.PositiveIntegerField(editable=False)),
                        ("code", models.CharField(editable=False, max_length=40, unique=True)),
                        ("opened_at", models.DateTimeField(editable=False)),
                        ("closed_at", models.DateTimeField(editable=False, null=True)),
                        ("erased_at", models.DateTimeField(editable=False, null=True)),
                        (
                            "sex",
                            models.CharField(
                                choices=[
                                    ("female", "Female"),
                                    ("male", "Male"),
                                    ("other", "Other"),
                                    ("unknown", "Unknown"),
                                ],
                                default="unknown",
                                help_text="Of a case, as estimated; of a record, as told.",
                                max_length=10,
                            ),
                        ),
                        ("age_low", models.PositiveSmallIntegerField(null=True)),
                        ("age_high", models.PositiveSmallIntegerField(null=True)),
                        ("stature_low", models.PositiveSmallIntegerField(null=True)),
                        ("stature_high", models.PositiveSmallIntegerField(null=True)),
                        ("build", models.CharField(blank=True, max_length=200)),
                        ("hair", models.CharField(blank=True, max_length=200)),
                        ("eyes", models.CharField(blank=True, max_length=200)),
                        ("teeth", models.TextField(blank=True)),
                        ("clothing", models.TextField(blank=True)),
                        ("remarks", models.TextField(blank=True)),
                        (
                            "agency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="subjects",
                                to="accounts.agency",
                            ),
                        ),
                        (
                            "incident",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="subjects",
                                to="accounts.incident",
                            ),
                        ),
                        (
                            "opened_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="opened",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-id"],
                        "default_permissions": (),
                        "indexes": [
                            models.Index(fields=["incident", "kind", "agency", "-id"], name="subjects_of_an_incident"),
                            models.Index(fields=["incident", "kind", "sex", "-id"], name="subjects_by_sex"),
                            models.Index(fields=["incident", "kind", "opened_at", "agency"], name="subjects_by_day"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("incident", "kind", "place"), name="one_place_in_an_incident"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("age_high", None), ("age_low", None)),
                                    ("age_low__lte", models.F("age_high")),
                                    _connector="OR",
                                ),
                                name="age_is_a_range",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("stature_high", None), ("stature_low", None)),
                                    ("stature_low__lte", models.F("stature_high")),
                                    _connector="OR",
                                ),
                                name="stature_is_a_range",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Revision",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("reason", models.TextField()),
                        ("was", antigone.desk.encrypted.EncryptedJSONField()),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "subject",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="revisions",
                                to="subjects.subject",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-id"],
                        "default_permissions": (),
                    },
                ),
                migrations.CreateModel(
                    name="Mark",
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
                                    ("tattoo", "Tattoo"),
                                    ("scar", "Scar"),
                                    ("birthmark", "Birthmark"),
                                    ("piercing", "Piercing"),
                                    ("operation", "Operation"),
                                    ("amputation", "Amputation"),
                                    ("prosthesis", "Prosthesis"),
                                    ("other", "Other"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("where", models.CharField(max_length=120)),
                        ("description", models.CharField(max_length=500)),
                        (
                            "subject",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="marks", to="subjects.subject"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["id"],
                        "default_permissions": (),
                    },
                ),
                migrations.CreateModel(
                    name="Elsewhere",
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
                                choices=[("fingerprints", "Fingerprints"), ("dental", "Dental"), ("dna", "Dna")],
                                max_length=20,
                            ),
                        ),
                        ("holder", models.CharField(max_length=200)),
                        ("number", models.CharField(max_length=120)),
                        ("taken_on", models.DateField(null=True)),
                        (
                            "subject",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="elsewhere",
                                to="subjects.subject",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["id"],
                        "default_permissions": (),
                    },
                ),
                migrations.CreateModel(
                    name="Charge",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("ended_at", models.DateTimeField(null=True)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="charges",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "subject",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="charges",
                                to="subjects.subject",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-id"],
                        "default_permissions": (),
                        "indexes": [models.Index(fields=["person", "ended_at"], name="charges_of_a_person")],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at", None)), fields=("subject",), name="one_answers_for_it"
                            )
                        ],
                    },
                ),
            ],
        ),
        refuse(RULES),
    ]
