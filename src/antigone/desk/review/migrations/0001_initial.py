"""The tables of review, and what the database itself refuses. Made by tools/first_migrations.py."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import antigone.desk.create_tables
from antigone.desk.audit.triggers import refuse
from antigone.desk.review.triggers import RULES


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("candidates", "0001_initial"),
        ("photos", "0001_initial"),
        ("subjects", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        antigone.desk.create_tables.CreateTables(
            tables=[
                migrations.CreateModel(
                    name="Pair",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("round", models.PositiveSmallIntegerField(default=1)),
                        ("known", models.BooleanField(default=False)),
                        ("at", models.DateTimeField()),
                        ("reason", models.TextField()),
                        (
                            "agency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.agency"
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
                            "candidate",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reviews",
                                to="candidates.candidate",
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reviews_as_case",
                                to="subjects.subject",
                            ),
                        ),
                        (
                            "incident",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.incident"
                            ),
                        ),
                        (
                            "record",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reviews_as_record",
                                to="subjects.subject",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-id"],
                        "default_permissions": (),
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("known", False)),
                                fields=("case", "record", "round"),
                                name="each_round_once",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ProficiencySet",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("size", models.PositiveSmallIntegerField()),
                        ("opened_at", models.DateTimeField()),
                        ("finished_at", models.DateTimeField(null=True)),
                        ("same", models.PositiveSmallIntegerField(default=0)),
                        ("false_inclusions", models.PositiveSmallIntegerField(default=0)),
                        ("false_exclusions", models.PositiveSmallIntegerField(default=0)),
                        ("undecided_same", models.PositiveSmallIntegerField(default=0)),
                        ("undecided_different", models.PositiveSmallIntegerField(default=0)),
                        ("again_at", models.DateTimeField(null=True)),
                        ("again_reason", models.TextField(blank=True)),
                        (
                            "again_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "agency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.agency"
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="proficiency_sets",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-id"],
                        "default_permissions": (),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("again_by", None),
                                    models.Q(("again_by", models.F("person")), _negated=True),
                                    _connector="OR",
                                ),
                                name="nobody_lets_themselves_try_again",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("again_at", None), ("again_by", None)),
                                    models.Q(("again_at__isnull", False), ("again_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="whoever_lets_somebody_try_again_is_named",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ConflictHeld",
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
                                    ("opened", "opened"),
                                    ("saw-the-list", "saw-the-list"),
                                    ("examined", "examined"),
                                    ("on-the-board", "on-the-board"),
                                    ("knows-the-outcome", "knows-the-outcome"),
                                    ("knows-the-person", "knows-the-person"),
                                    ("met-the-family", "met-the-family"),
                                    ("made-the-pair", "made-the-pair"),
                                    ("could-see", "could-see"),
                                ],
                                max_length=30,
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="conflicts",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "subject",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="conflicts",
                                to="subjects.subject",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["id"],
                        "default_permissions": (),
                        "constraints": [
                            models.UniqueConstraint(fields=("person", "subject", "what"), name="each_tie_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Leave",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("first", models.DateField()),
                        ("last", models.DateField()),
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
                            "ended_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="leaves",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["first", "id"],
                        "default_permissions": (),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("first__lte", models.F("last"))), name="leave_is_a_range"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Measuring",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("reason", models.TextField()),
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
                            "ended_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="measuring",
                                to="photos.source",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-id"],
                        "default_permissions": (),
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at", None)), fields=("source",), name="measuring_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReviewRules",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("scale", models.CharField(default="interpol-dvi@1", max_length=40)),
                        ("known_rate", models.FloatField(default=0.1)),
                        ("known_same", models.FloatField(default=0.3)),
                        ("agencies_apart", models.BooleanField(default=False)),
                        ("false_inclusion", models.FloatField(default=0.05)),
                        ("false_exclusion", models.FloatField(default=0.2)),
                        ("set_size", models.PositiveSmallIntegerField(default=20)),
                        ("set_false_inclusions", models.PositiveSmallIntegerField(default=1)),
                        ("set_false_exclusions", models.PositiveSmallIntegerField(default=2)),
                        ("set_undecided", models.PositiveSmallIntegerField(default=5)),
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
                            "incident",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="review_rules",
                                to="accounts.incident",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-id"],
                        "default_permissions": (),
                    },
                ),
                migrations.CreateModel(
                    name="CalledOff",
                    fields=[
                        (
                            "pair",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                related_name="called_off",
                                serialize=False,
                                to="review.pair",
                            ),
                        ),
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
                    ],
                    options={
                        "default_permissions": (),
                    },
                ),
                migrations.CreateModel(
                    name="KnownTruth",
                    fields=[
                        (
                            "pair",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                related_name="truth",
                                serialize=False,
                                to="review.pair",
                            ),
                        ),
                        (
                            "truth",
                            models.CharField(choices=[("same", "same"), ("different", "different")], max_length=10),
                        ),
                        (
                            "ground",
                            models.CharField(
                                choices=[
                                    ("established", "Established"),
                                    ("identified as another", "Elsewhere"),
                                    ("exclusion", "Exclusion"),
                                    ("source", "Source"),
                                ],
                                max_length=30,
                            ),
                        ),
                        ("how", models.TextField()),
                        ("ended_at", models.DateTimeField(null=True)),
                        ("ended_reason", models.TextField(blank=True)),
                        ("counted", models.BooleanField(default=True)),
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
                            "exclusion",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="candidates.exclusion",
                            ),
                        ),
                    ],
                    options={
                        "default_permissions": (),
                    },
                ),
                migrations.CreateModel(
                    name="PairOutcome",
                    fields=[
                        (
                            "pair",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                related_name="outcome",
                                serialize=False,
                                to="review.pair",
                            ),
                        ),
                        (
                            "outcome",
                            models.CharField(
                                choices=[
                                    ("second-needed", "second-needed"),
                                    ("third-needed", "third-needed"),
                                    ("agreed-same", "agreed-same"),
                                    ("agreed-different", "agreed-different"),
                                    ("undecided", "undecided"),
                                    ("conflict", "conflict"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("at", models.DateTimeField()),
                    ],
                    options={
                        "default_permissions": (),
                    },
                ),
                migrations.CreateModel(
                    name="PairPhoto",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("side", models.CharField(choices=[("pm", "pm"), ("am", "am")], max_length=2)),
                        ("place", models.PositiveSmallIntegerField()),
                        (
                            "pair",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="photos", to="review.pair"
                            ),
                        ),
                        (
                            "photograph",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="shown_in_pairs",
                                to="photos.photograph",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pair_id", "side", "place"],
                        "default_permissions": (),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("pair", "photograph"), name="each_photograph_once_in_a_pair"
                            ),
                            models.UniqueConstraint(fields=("pair", "side", "place"), name="each_place_once_in_a_pair"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Slot",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("place", models.PositiveSmallIntegerField()),
                        ("turn", models.PositiveSmallIntegerField(default=1)),
                        ("since", models.DateTimeField()),
                        ("filled_at", models.DateTimeField(null=True)),
                        (
                            "pair",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="slots", to="review.pair"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["since", "id"],
                        "default_permissions": (),
                        "indexes": [
                            models.Index(condition=models.Q(("filled_at", None)), fields=["since"], name="open_slots")
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("pair", "place", "turn"), name="each_turn_once"),
                            models.CheckConstraint(
                                condition=models.Q(("place__gte", 1), ("place__lte", 3)), name="never_more_than_three"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Assignment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.CharField(max_length=32, unique=True)),
                        ("place", models.PositiveSmallIntegerField()),
                        ("scale", models.CharField(max_length=40)),
                        ("given_at", models.DateTimeField()),
                        (
                            "agency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.agency"
                            ),
                        ),
                        (
                            "examiner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="assignments",
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
                            "pair",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="assignments",
                                to="review.pair",
                            ),
                        ),
                        (
                            "proficiency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="review.proficiencyset",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["id"],
                        "default_permissions": (),
                        "indexes": [models.Index(fields=["examiner", "-id"], name="works_of_somebody")],
                        "constraints": [models.UniqueConstraint(fields=("pair", "examiner"), name="nobody_twice")],
                    },
                ),
                migrations.CreateModel(
                    name="ProficiencyPiece",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("place", models.PositiveSmallIntegerField()),
                        ("number", models.CharField(max_length=32, unique=True)),
                        ("pair", models.CharField(max_length=10)),
                        (
                            "truth",
                            models.CharField(choices=[("same", "same"), ("different", "different")], max_length=10),
                        ),
                        ("pm_key", models.CharField(max_length=32, unique=True)),
                        ("am_key", models.CharField(max_length=32, unique=True)),
                        ("scale", models.CharField(max_length=40)),
                        ("opened_at", models.DateTimeField(null=True)),
                        (
                            "said",
                            models.CharField(
                                blank=True,
                                choices=[("same", "same"), ("different", "different"), ("neither", "neither")],
                                max_length=10,
                            ),
                        ),
                        (
                            "set",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="pieces",
                                to="review.proficiencyset",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["set_id", "place"],
                        "default_permissions": (),
                        "constraints": [
                            models.UniqueConstraint(fields=("set", "place"), name="each_place_once_in_a_set"),
                            models.UniqueConstraint(fields=("set", "pair"), name="each_pair_once_in_a_set"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AssignmentOpened",
                    fields=[
                        (
                            "assignment",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                related_name="opened",
                                serialize=False,
                                to="review.assignment",
                            ),
                        ),
                        ("at", models.DateTimeField()),
                    ],
                    options={
                        "default_permissions": (),
                    },
                ),
                migrations.CreateModel(
                    name="BenchPicture",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("side", models.CharField(choices=[("pm", "pm"), ("am", "am")], max_length=2)),
                        ("place", models.PositiveSmallIntegerField()),
                        ("key", models.CharField(max_length=32, unique=True)),
                        (
                            "assignment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="pictures",
                                to="review.assignment",
                            ),
                        ),
                        (
                            "photograph",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="photos.photograph"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["assignment_id", "side", "place"],
                        "default_permissions": (),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("assignment", "side", "place"), name="each_place_once_in_an_assignment"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ExaminationEntry",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("place", models.PositiveSmallIntegerField()),
                        ("kind", models.CharField(max_length=12)),
                        ("at", models.DateTimeField()),
                        ("said", models.TextField()),
                        (
                            "assignment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="entries",
                                to="review.assignment",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["assignment_id", "place"],
                        "default_permissions": (),
                        "indexes": [models.Index(fields=["assignment", "kind"], name="entries_by_kind")],
                        "constraints": [
                            models.UniqueConstraint(fields=("assignment", "place"), name="each_entry_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ProficiencyEntry",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("place", models.PositiveSmallIntegerField()),
                        ("kind", models.CharField(max_length=12)),
                        ("at", models.DateTimeField()),
                        ("said", models.TextField()),
                        (
                            "piece",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="entries",
                                to="review.proficiencypiece",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["piece_id", "place"],
                        "default_permissions": (),
                        "constraints": [
                            models.UniqueConstraint(fields=("piece", "place"), name="each_entry_of_a_piece_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ClearLook",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("sent_at", models.DateTimeField()),
                        ("seen_at", models.DateTimeField(null=True)),
                        (
                            "picture",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="clear_looks",
                                to="review.benchpicture",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["id"],
                        "default_permissions": (),
                    },
                ),
                migrations.CreateModel(
                    name="FaceCover",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("kinds", models.JSONField()),
                        ("components", models.JSONField()),
                        ("sealed", models.BinaryField()),
                        (
                            "picture",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="covers",
                                to="review.benchpicture",
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
