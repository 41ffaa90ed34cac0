"""The tables of notification, and what the database itself refuses. Made by tools/first_migrations.py."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import antigone.desk.create_tables
from antigone.desk.audit.triggers import refuse
from antigone.desk.notification.triggers import RULES


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("identification", "0001_initial"),
        ("photos", "0001_initial"),
        ("subjects", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        antigone.desk.create_tables.CreateTables(
            tables=[
                migrations.CreateModel(
                    name="NotificationPlan",
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
                        ("across", models.BooleanField(null=True)),
                        ("told_at", models.DateTimeField(null=True)),
                        ("next_due", models.DateTimeField(null=True)),
                        ("closed_at", models.DateTimeField(null=True)),
                        (
                            "agency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="plans", to="accounts.agency"
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="plans_of_case",
                                to="subjects.subject",
                            ),
                        ),
                        (
                            "decision",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="plans",
                                to="identification.decision",
                            ),
                        ),
                        (
                            "incident",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="plans",
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
                            "recall",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="plans",
                                to="identification.recall",
                            ),
                        ),
                        (
                            "record",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="plans_of_record",
                                to="subjects.subject",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-id"],
                        "default_permissions": (),
                        "indexes": [
                            models.Index(
                                condition=models.Q(("closed_at", None)), fields=["next_due"], name="follow_ups_by_time"
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("incident", "place"), name="one_place_of_a_plan"),
                            models.UniqueConstraint(
                                condition=models.Q(("closed_at", None), ("recall", None)),
                                fields=("decision",),
                                name="one_open_plan_of_a_decision",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("closed_at", None), ("recall__isnull", False)),
                                fields=("recall",),
                                name="one_open_plan_of_an_error",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Training",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("what", models.CharField(max_length=200)),
                        ("on", models.DateField()),
                        ("until", models.DateField(null=True)),
                        ("recorded_at", models.DateTimeField()),
                        ("ended_at", models.DateTimeField(null=True)),
                        ("ended_reason", models.TextField(blank=True)),
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
                                related_name="trainings",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["person_id", "id"],
                        "default_permissions": (),
                    },
                ),
                migrations.CreateModel(
                    name="PreparedPicture",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "rung",
                            models.CharField(
                                choices=[("words", "words"), ("object", "object"), ("face", "face")], max_length=10
                            ),
                        ),
                        ("words", models.TextField()),
                        ("cut", models.JSONField()),
                        ("covers", models.JSONField()),
                        ("file", models.BigIntegerField()),
                        ("sha256", models.CharField(max_length=64)),
                        ("made_at", models.DateTimeField()),
                        ("reviewed_at", models.DateTimeField(null=True)),
                        ("accepted", models.BooleanField(null=True)),
                        ("reviewed_words", models.TextField(blank=True)),
                        (
                            "made_by",
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
                                related_name="prepared",
                                to="photos.photograph",
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="pictures",
                                to="notification.notificationplan",
                            ),
                        ),
                        (
                            "reviewed_by",
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
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("reviewed_by", None),
                                    models.Q(("reviewed_by", models.F("made_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="prepared_by_one_reviewed_by_another",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("rung", "words"), _negated=True), name="words_are_no_picture"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PlanEntry",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("place", models.PositiveIntegerField()),
                        ("kind", models.CharField(max_length=20)),
                        ("said", models.TextField()),
                        ("across", models.BooleanField(null=True)),
                        ("act", models.CharField(blank=True, max_length=40)),
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
                            "one",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="entries",
                                to="notification.notificationplan",
                            ),
                        ),
                        (
                            "two",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "picture",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="shown",
                                to="notification.preparedpicture",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["place"],
                        "default_permissions": (),
                        "constraints": [
                            models.UniqueConstraint(fields=("plan", "place"), name="one_place_in_a_plan"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("across__isnull", False), ("kind", "Sided")),
                                    models.Q(models.Q(("kind", "Sided"), _negated=True), ("across", None)),
                                    _connector="OR",
                                ),
                                name="a_side_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind__in", ["Chosen", "Visited", "Handed"]), _negated=True),
                                    models.Q(
                                        ("one__isnull", False),
                                        ("two__isnull", False),
                                        models.Q(("one", models.F("two")), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="nobody_goes_alone",
                            ),
                        ],
                    },
                ),
            ],
        ),
        refuse(RULES),
    ]
