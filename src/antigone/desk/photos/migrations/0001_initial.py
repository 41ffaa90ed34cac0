"""The tables of photos, and what the database itself refuses. Made by tools/first_migrations.py."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import antigone.desk.create_tables
import antigone.desk.encrypted
from antigone.desk.audit.triggers import refuse
from antigone.desk.photos.triggers import RULES


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("subjects", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        antigone.desk.create_tables.CreateTables(
            tables=[
                migrations.CreateModel(
                    name="Source",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                        (
                            "agency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="sources",
                                to="accounts.agency",
                            ),
                        ),
                        (
                            "incident",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="sources",
                                to="accounts.incident",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["name", "id"],
                        "default_permissions": (),
                    },
                ),
                migrations.CreateModel(
                    name="SegmentReceipt",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("kind", models.CharField(choices=[("pm", "pm"), ("am", "am")], max_length=2)),
                        ("model", models.CharField(max_length=120)),
                        ("segment", models.BigIntegerField()),
                        ("count", models.BigIntegerField(default=0)),
                        ("fingerprint", models.CharField(max_length=64)),
                        ("step", models.BigIntegerField(default=0)),
                        (
                            "agency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.agency"
                            ),
                        ),
                        (
                            "incident",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.incident"
                            ),
                        ),
                    ],
                    options={
                        "default_permissions": (),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("incident", "agency", "kind", "model", "segment"), name="one_receipt_a_segment"
                            )
                        ],
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
                        (
                            "agency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.agency"
                            ),
                        ),
                        (
                            "incident",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.incident"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["sequence"],
                        "default_permissions": (),
                        "indexes": [
                            models.Index(
                                fields=["incident", "agency", "kind", "model", "sequence"], name="steps_of_a_part"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Consent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("given_by", antigone.desk.encrypted.EncryptedTextField(max_length=200)),
                        ("relation", antigone.desk.encrypted.EncryptedTextField(max_length=120)),
                        ("given_on", models.DateField()),
                        ("how", antigone.desk.encrypted.EncryptedTextField(max_length=200)),
                        ("valid_until", models.DateField(null=True)),
                        ("made_at", models.DateTimeField()),
                        ("withdrawn_at", models.DateTimeField(null=True)),
                        ("put_back_at", models.DateTimeField(null=True)),
                        (
                            "subject",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="consents",
                                to="subjects.subject",
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="consents", to="photos.source"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["id"],
                        "default_permissions": (),
                        "indexes": [
                            models.Index(
                                condition=models.Q(("withdrawn_at", None)),
                                fields=["valid_until"],
                                name="consents_that_run_out",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Photograph",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("kind", models.CharField(choices=[("pm", "pm"), ("am", "am")], max_length=2)),
                        ("sha256", models.CharField(max_length=64)),
                        ("sealed", models.CharField(max_length=64, unique=True)),
                        ("file_name", models.CharField(max_length=200)),
                        ("size", models.PositiveBigIntegerField()),
                        ("format", models.CharField(blank=True, max_length=20)),
                        ("width", models.PositiveIntegerField(null=True)),
                        ("height", models.PositiveIntegerField(null=True)),
                        ("notes", models.JSONField(default=list)),
                        (
                            "stage",
                            models.CharField(
                                choices=[
                                    ("before cleaning", "Before"),
                                    ("after cleaning", "After"),
                                    ("unknown", "Unknown"),
                                ],
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
                                    ("erased", "Erased"),
                                ],
                                default="waiting",
                                max_length=20,
                            ),
                        ),
                        ("refusal", models.JSONField(null=True)),
                        ("reduced", models.PositiveSmallIntegerField(default=1)),
                        ("indexed", models.BooleanField(default=False)),
                        ("added_at", models.DateTimeField()),
                        ("ended_at", models.DateTimeField(null=True)),
                        ("put_back_at", models.DateTimeField(null=True)),
                        ("erased_at", models.DateTimeField(null=True)),
                        (
                            "added_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="photographs",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "consent",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="photographs",
                                to="photos.consent",
                            ),
                        ),
                        (
                            "subject",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="photographs",
                                to="subjects.subject",
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="photographs",
                                to="photos.source",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["id"],
                        "default_permissions": (),
                        "indexes": [
                            models.Index(fields=["subject", "state"], name="photographs_of_a_subject"),
                            models.Index(fields=["kind", "state", "id"], name="photographs_by_state"),
                            models.Index(
                                condition=models.Q(("ended_at", None)),
                                fields=["subject"],
                                name="photographs_that_stand",
                            ),
                            models.Index(
                                condition=models.Q(("ended_at", None)),
                                fields=["source"],
                                name="photographs_on_a_source",
                            ),
                            models.Index(
                                condition=models.Q(("ended_at", None)),
                                fields=["consent"],
                                name="photographs_on_a_consent",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at", None)),
                                fields=("subject", "sha256"),
                                name="each_photograph_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("consent", None), ("kind", "pm"), ("source", None)),
                                    models.Q(("kind", "am"), ("source__isnull", False)),
                                    _connector="OR",
                                ),
                                name="a_reference_has_a_lawful_source",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("grade", None), ("grade__lte", 4), _connector="OR"),
                                name="grade_is_0_to_4",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PhotoKey",
                    fields=[
                        (
                            "photograph",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                related_name="key",
                                serialize=False,
                                to="photos.photograph",
                            ),
                        ),
                        ("wrapped", models.BinaryField()),
                    ],
                    options={
                        "default_permissions": (),
                    },
                ),
                migrations.CreateModel(
                    name="Face",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField()),
                        ("box", models.JSONField()),
                        ("landmarks", models.BinaryField()),
                        ("quality", models.JSONField()),
                        ("chosen", models.BooleanField(default=False)),
                        ("chosen_how", models.CharField(blank=True, max_length=20)),
                        ("by_hand", models.BooleanField(default=False)),
                        ("doubtful", models.BooleanField(default=False)),
                        ("covered", models.FloatField(default=0)),
                        (
                            "photograph",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="faces",
                                to="photos.photograph",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["photograph_id", "number"],
                        "default_permissions": (),
                        "constraints": [
                            models.UniqueConstraint(fields=("photograph", "number"), name="each_face_once"),
                            models.UniqueConstraint(
                                condition=models.Q(("chosen", True)), fields=("photograph",), name="one_chosen_face"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CoverByHand",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("sealed", models.BinaryField(null=True)),
                        ("painted", models.BooleanField()),
                        ("at", models.DateTimeField()),
                        ("reason", models.TextField()),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "photograph",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="covers_by_hand",
                                to="photos.photograph",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["id"],
                        "default_permissions": (),
                    },
                ),
                migrations.CreateModel(
                    name="PointsByHand",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("sealed", models.BinaryField(null=True)),
                        ("at", models.DateTimeField()),
                        ("reason", models.TextField()),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "photograph",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="points_by_hand",
                                to="photos.photograph",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["id"],
                        "default_permissions": (),
                    },
                ),
                migrations.CreateModel(
                    name="FaceTemplate",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("model", models.CharField(max_length=120)),
                        ("vector", models.BinaryField()),
                        ("digest", models.BinaryField(max_length=32)),
                        (
                            "face",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="templates", to="photos.face"
                            ),
                        ),
                    ],
                    options={
                        "default_permissions": (),
                        "indexes": [models.Index(fields=["model", "id"], name="templates_of_a_model")],
                        "constraints": [models.UniqueConstraint(fields=("face", "model"), name="one_template_a_model")],
                    },
                ),
            ],
        ),
        refuse(RULES),
    ]
