"""The tables of identification, and what the database itself refuses. Made by tools/first_migrations.py."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import antigone.desk.create_tables
from antigone.desk.audit.triggers import refuse
from antigone.desk.identification.triggers import RULES


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("candidates", "0001_initial"),
        ("subjects", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        antigone.desk.create_tables.CreateTables(
            tables=[
                migrations.CreateModel(
                    name="BoardPolicy",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("version", models.PositiveIntegerField()),
                        ("name", models.CharField(max_length=120)),
                        ("face_ceiling", models.CharField(max_length=20)),
                        ("examiners", models.PositiveSmallIntegerField()),
                        ("secondary_for_probable", models.PositiveSmallIntegerField()),
                        ("primary_for_established", models.PositiveSmallIntegerField()),
                        ("combination_law", models.CharField(blank=True, max_length=300)),
                        ("combination", models.PositiveSmallIntegerField()),
                        ("quorum", models.PositiveSmallIntegerField()),
                        ("agencies", models.PositiveSmallIntegerField()),
                        ("share", models.CharField(max_length=20)),
                        ("unanimous", models.BooleanField()),
                        ("reason", models.TextField()),
                        ("at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "incident",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="rules",
                                to="accounts.incident",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-version"],
                        "default_permissions": (),
                        "constraints": [
                            models.UniqueConstraint(fields=("incident", "version"), name="one_version_of_rules")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="File",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("place", models.PositiveIntegerField()),
                        ("number", models.CharField(max_length=40, unique=True)),
                        ("reason", models.TextField()),
                        ("opened_at", models.DateTimeField()),
                        ("ended_at", models.DateTimeField(null=True)),
                        (
                            "how",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("identified", "Identified"),
                                    ("excluded", "Excluded"),
                                    ("found alive", "Alive"),
                                    ("given up", "Given Up"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("ended_reason", models.TextField(blank=True)),
                        (
                            "agency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="files", to="accounts.agency"
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="files_of_case",
                                to="subjects.subject",
                            ),
                        ),
                        (
                            "ended_by",
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
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="files",
                                to="accounts.incident",
                            ),
                        ),
                        (
                            "opened_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "record",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="files_of_record",
                                to="subjects.subject",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-id"],
                        "default_permissions": (),
                        "constraints": [
                            models.UniqueConstraint(fields=("incident", "place"), name="one_place_of_a_file"),
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at", None)), fields=("case", "record"), name="one_open_file"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Expert",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=120)),
                        ("institution", models.CharField(max_length=200)),
                        ("discipline", models.CharField(max_length=120)),
                        ("how", models.CharField(max_length=500)),
                        ("at", models.DateTimeField()),
                        ("confirmed_how", models.CharField(blank=True, max_length=500)),
                        ("confirmed_at", models.DateTimeField(null=True)),
                        ("ended_at", models.DateTimeField(null=True)),
                        ("ended_reason", models.TextField(blank=True)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "confirmed_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "ended_by",
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
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="experts",
                                to="accounts.incident",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["name", "id"],
                        "default_permissions": (),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("confirmed_by", models.F("by")), _negated=True),
                                name="expert_of_two_people",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("confirmed_at", None), ("confirmed_by", None)),
                                    models.Q(("confirmed_at__isnull", False), ("confirmed_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="expert_confirmed_by_somebody",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Faceless",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("reason", models.TextField()),
                        ("at", models.DateTimeField()),
                        ("taken_back_at", models.DateTimeField(null=True)),
                        ("taken_back_reason", models.TextField(blank=True)),
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
                                related_name="faceless",
                                to="subjects.subject",
                            ),
                        ),
                        (
                            "taken_back_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["id"],
                        "default_permissions": (),
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("taken_back_at", None)),
                                fields=("subject", "by"),
                                name="one_look_of_a_person",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Seat",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("discipline", models.CharField(max_length=120)),
                        ("reason", models.TextField()),
                        ("appointed_at", models.DateTimeField()),
                        ("ended_at", models.DateTimeField(null=True)),
                        ("ended_reason", models.TextField(blank=True)),
                        (
                            "appointed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "ended_by",
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
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="seats",
                                to="accounts.incident",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="seats",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["id"],
                        "default_permissions": (),
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at", None)),
                                fields=("incident", "person"),
                                name="one_seat_on_a_board",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Discrepancy",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("place", models.PositiveSmallIntegerField()),
                        ("words", models.TextField()),
                        ("about", models.JSONField()),
                        ("at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "file",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="ledger",
                                to="identification.file",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["place"],
                        "default_permissions": (),
                        "constraints": [
                            models.UniqueConstraint(fields=("file", "place"), name="one_place_in_a_ledger")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="EvidenceLine",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("place", models.PositiveSmallIntegerField()),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("fingerprints", "fingerprints"),
                                    ("dental", "dental"),
                                    ("dna", "dna"),
                                    ("medical", "medical"),
                                    ("tattoo", "tattoo"),
                                    ("mark", "mark"),
                                    ("physical", "physical"),
                                    ("effects", "effects"),
                                    ("general", "general"),
                                    ("place-and-time", "place-and-time"),
                                    ("recognition", "recognition"),
                                    ("elimination", "elimination"),
                                    ("statement", "statement"),
                                ],
                                max_length=20,
                            ),
                        ),
                        (
                            "direction",
                            models.CharField(
                                choices=[("same", "same"), ("different", "different"), ("neither", "neither")],
                                max_length=10,
                            ),
                        ),
                        ("words", models.TextField()),
                        ("source", models.CharField(max_length=500)),
                        ("examined_by", models.JSONField()),
                        ("depends_on", models.JSONField()),
                        ("depends_on_face", models.BooleanField()),
                        ("photographs", models.JSONField()),
                        ("rests_on", models.JSONField()),
                        ("at", models.DateTimeField()),
                        ("taken_back_at", models.DateTimeField(null=True)),
                        ("taken_back_reason", models.TextField(blank=True)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "taken_back_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "file",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lines",
                                to="identification.file",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["place"],
                        "default_permissions": (),
                        "constraints": [models.UniqueConstraint(fields=("file", "place"), name="one_place_of_a_line")],
                    },
                ),
                migrations.CreateModel(
                    name="Sitting",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("meets_at", models.DateTimeField()),
                        ("where", models.CharField(max_length=300)),
                        ("called_at", models.DateTimeField()),
                        ("ended_at", models.DateTimeField(null=True)),
                        (
                            "called_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "file",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="sittings",
                                to="identification.file",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-id"],
                        "default_permissions": (),
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at", None)), fields=("file",), name="one_sitting_at_a_time"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DiscrepancyExplanation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("words", models.TextField()),
                        ("at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "discrepancy",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="explanation",
                                to="identification.discrepancy",
                            ),
                        ),
                    ],
                    options={
                        "default_permissions": (),
                    },
                ),
                migrations.CreateModel(
                    name="EvidencePaper",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=200)),
                        ("sha256", models.CharField(max_length=64)),
                        ("sealed", models.CharField(max_length=64, unique=True)),
                        ("wrapped", models.BinaryField(null=True)),
                        ("size", models.PositiveBigIntegerField()),
                        ("pages", models.PositiveSmallIntegerField()),
                        ("is_pdf", models.BooleanField()),
                        ("at", models.DateTimeField()),
                        ("erased_at", models.DateTimeField(null=True)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "line",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="papers",
                                to="identification.evidenceline",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["id"],
                        "default_permissions": (),
                    },
                ),
                migrations.CreateModel(
                    name="Motion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("conclusion", models.CharField(max_length=20)),
                        ("reasons", models.TextField()),
                        ("law", models.CharField(blank=True, max_length=300)),
                        ("combined", models.JSONField()),
                        ("combination_reasons", models.TextField(blank=True)),
                        ("frozen", models.TextField()),
                        ("at", models.DateTimeField()),
                        ("closed_at", models.DateTimeField(null=True)),
                        (
                            "outcome",
                            models.CharField(
                                blank=True,
                                choices=[("carried", "Carried"), ("lost", "Lost"), ("lapsed", "Lapsed")],
                                max_length=10,
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "rules",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="identification.boardpolicy",
                            ),
                        ),
                        (
                            "sitting",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="proposals",
                                to="identification.sitting",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-id"],
                        "default_permissions": (),
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("closed_at", None)), fields=("sitting",), name="one_vote_at_a_time"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Present",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        (
                            "seat",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="identification.seat"
                            ),
                        ),
                        (
                            "sitting",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="present",
                                to="identification.sitting",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["id"],
                        "default_permissions": (),
                        "constraints": [models.UniqueConstraint(fields=("sitting", "seat"), name="present_once")],
                    },
                ),
                migrations.CreateModel(
                    name="Decision",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("place", models.PositiveIntegerField()),
                        ("number", models.CharField(max_length=40, unique=True)),
                        ("conclusion", models.CharField(max_length=20)),
                        ("frozen", models.TextField()),
                        ("sha256", models.CharField(max_length=64)),
                        ("at", models.DateTimeField()),
                        ("superseded_at", models.DateTimeField(null=True)),
                        ("recalled_at", models.DateTimeField(null=True)),
                        (
                            "agency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="decisions",
                                to="accounts.agency",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="decisions_on_case",
                                to="subjects.subject",
                            ),
                        ),
                        (
                            "incident",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="decisions",
                                to="accounts.incident",
                            ),
                        ),
                        (
                            "record",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="decisions_on_record",
                                to="subjects.subject",
                            ),
                        ),
                        (
                            "file",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="decisions",
                                to="identification.file",
                            ),
                        ),
                        (
                            "proposal",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="decision",
                                to="identification.motion",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-id"],
                        "default_permissions": (),
                        "constraints": [
                            models.UniqueConstraint(fields=("incident", "place"), name="one_place_of_a_decision"),
                            models.UniqueConstraint(
                                condition=models.Q(("conclusion", "ESTABLISHED"), ("recalled_at", None)),
                                fields=("case",),
                                name="one_identification_of_a_case",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("conclusion", "ESTABLISHED"), ("recalled_at", None)),
                                fields=("record",),
                                name="one_identification_of_a_record",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Vote",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("agrees", models.BooleanField()),
                        ("reasons", models.TextField(blank=True)),
                        ("at", models.DateTimeField()),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "proposal",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="votes",
                                to="identification.motion",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["id"],
                        "default_permissions": (),
                        "constraints": [models.UniqueConstraint(fields=("proposal", "person"), name="one_vote_each")],
                    },
                ),
                migrations.CreateModel(
                    name="Certificate",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("place", models.PositiveSmallIntegerField()),
                        ("language", models.CharField(max_length=10)),
                        ("sha256", models.CharField(max_length=64)),
                        ("pdf", models.BinaryField()),
                        ("at", models.DateTimeField()),
                        ("void_at", models.DateTimeField(null=True)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "decision",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="certificates",
                                to="identification.decision",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-id"],
                        "default_permissions": (),
                        "constraints": [
                            models.UniqueConstraint(fields=("decision", "place"), name="one_place_of_a_certificate")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Act",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("place", models.PositiveIntegerField()),
                        ("number", models.CharField(max_length=40)),
                        (
                            "what",
                            models.CharField(
                                choices=[
                                    ("notification", "notification"),
                                    ("release-of-remains", "release-of-remains"),
                                    ("burial", "burial"),
                                    ("release-of-effects", "release-of-effects"),
                                    ("certificate", "certificate"),
                                    ("registration", "registration"),
                                    ("information-bureau", "information-bureau"),
                                    ("shared", "shared"),
                                    ("published", "published"),
                                    ("out-of-search", "out-of-search"),
                                    ("exclusion", "exclusion"),
                                    ("identification", "identification"),
                                ],
                                max_length=30,
                            ),
                        ),
                        ("words", models.TextField()),
                        ("rests_on", models.JSONField()),
                        ("at", models.DateTimeField()),
                        (
                            "agency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="relied", to="accounts.agency"
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "incident",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="relied",
                                to="accounts.incident",
                            ),
                        ),
                        (
                            "decision",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="acts",
                                to="identification.decision",
                            ),
                        ),
                        (
                            "other",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="rests",
                                to="identification.decision",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["id"],
                        "default_permissions": (),
                        "constraints": [
                            models.UniqueConstraint(fields=("incident", "place"), name="one_place_of_an_act"),
                            models.UniqueConstraint(fields=("number", "decision"), name="one_number_of_an_act"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DecisionExclusion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "decision",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="identification.decision",
                            ),
                        ),
                        (
                            "exclusion",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="by_decisions",
                                to="candidates.exclusion",
                            ),
                        ),
                    ],
                    options={
                        "db_table": "identification_decision_exclusions",
                        "default_permissions": (),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("decision", "exclusion"), name="each_exclusion_once_by_a_decision"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Recall",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("place", models.PositiveIntegerField()),
                        ("number", models.CharField(max_length=40, unique=True)),
                        (
                            "ground",
                            models.CharField(
                                choices=[
                                    ("found-alive", "found-alive"),
                                    ("wrong-person", "wrong-person"),
                                    ("wrong-evidence", "wrong-evidence"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("reason", models.TextField()),
                        ("acts", models.JSONField()),
                        ("at", models.DateTimeField()),
                        ("ended_at", models.DateTimeField(null=True)),
                        (
                            "agency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="recalls",
                                to="accounts.agency",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "decision",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="recall",
                                to="identification.decision",
                            ),
                        ),
                        (
                            "ended_by",
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
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="recalls",
                                to="accounts.incident",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-id"],
                        "default_permissions": (),
                        "constraints": [
                            models.UniqueConstraint(fields=("incident", "place"), name="one_place_of_a_recall")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LifeMove",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("place", models.PositiveIntegerField()),
                        (
                            "move",
                            models.CharField(
                                choices=[
                                    ("list", "list"),
                                    ("clear", "clear"),
                                    ("examine", "examine"),
                                    ("set-aside", "set-aside"),
                                    ("bring", "bring"),
                                    ("send-back", "send-back"),
                                    ("identify", "identify"),
                                    ("notify", "notify"),
                                    ("release", "release"),
                                    ("close", "close"),
                                    ("recall", "recall"),
                                    ("reopen", "reopen"),
                                    ("find-alive", "find-alive"),
                                    ("end-recall", "end-recall"),
                                ],
                                max_length=20,
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "open"),
                                    ("candidates", "candidates"),
                                    ("under-examination", "under-examination"),
                                    ("before-the-board", "before-the-board"),
                                    ("identified", "identified"),
                                    ("notified", "notified"),
                                    ("released", "released"),
                                    ("recalled", "recalled"),
                                    ("closed", "closed"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("reason", models.TextField(blank=True)),
                        ("frozen", models.TextField(blank=True)),
                        ("at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "decision",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="identification.decision",
                            ),
                        ),
                        (
                            "file",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="identification.file",
                            ),
                        ),
                        (
                            "subject",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="moves", to="subjects.subject"
                            ),
                        ),
                        (
                            "recall",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="identification.recall",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["place"],
                        "default_permissions": (),
                        "constraints": [
                            models.UniqueConstraint(fields=("subject", "place"), name="one_place_in_a_life")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RecallEntry",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("place", models.PositiveIntegerField()),
                        (
                            "what",
                            models.CharField(
                                choices=[
                                    ("assigned", "Assigned"),
                                    ("said", "Said"),
                                    ("ended", "Ended"),
                                    ("found", "Found"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("due", models.DateField(null=True)),
                        (
                            "how",
                            models.CharField(
                                blank=True,
                                choices=[("undone", "undone"), ("cannot-be-undone", "cannot-be-undone")],
                                max_length=20,
                            ),
                        ),
                        ("words", models.TextField(blank=True)),
                        ("at", models.DateTimeField()),
                        (
                            "act",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="recalled",
                                to="identification.act",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "recall",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="entries",
                                to="identification.recall",
                            ),
                        ),
                        (
                            "seen_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "to",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="undoes",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["place"],
                        "default_permissions": (),
                        "constraints": [
                            models.UniqueConstraint(fields=("recall", "place"), name="one_place_in_a_recall"),
                            models.UniqueConstraint(
                                condition=models.Q(("what", "ended")),
                                fields=("recall", "act"),
                                name="one_end_of_an_act",
                            ),
                        ],
                    },
                ),
            ],
        ),
        refuse(RULES),
    ]
