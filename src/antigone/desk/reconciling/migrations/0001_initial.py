"""The tables of reconciling, and what the database itself refuses. Made by tools/first_migrations.py."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import antigone.desk.create_tables
from antigone.desk.audit.triggers import refuse
from antigone.desk.reconciling.triggers import RULES


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
                    name="ListVersion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=120)),
                        ("version", models.PositiveSmallIntegerField()),
                        ("kind", models.CharField(choices=[("closed", "Closed"), ("open", "Open")], max_length=10)),
                        ("share", models.FloatField()),
                        ("everybody_else", models.BooleanField()),
                        ("reason", models.TextField()),
                        ("at", models.DateTimeField()),
                        ("ends", models.BooleanField(default=False)),
                        (
                            "agency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="listings",
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
                            "incident",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="listings",
                                to="accounts.incident",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-id"],
                        "default_permissions": (),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("incident", "agency", "name", "version"), name="each_version_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("share__gt", 0), ("share__lt", 1)),
                                name="a_share_is_neither_0_nor_1",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Reconciliation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("asked_at", models.DateTimeField()),
                        ("reason", models.TextField()),
                        (
                            "state",
                            models.CharField(
                                choices=[("waiting", "Waiting"), ("done", "Done"), ("refused", "Refused")],
                                default="waiting",
                                max_length=10,
                            ),
                        ),
                        ("done_at", models.DateTimeField(null=True)),
                        ("refusal", models.JSONField(null=True)),
                        ("engine", models.CharField(blank=True, max_length=60)),
                        ("model", models.CharField(blank=True, max_length=120)),
                        ("calibration", models.CharField(blank=True, max_length=120)),
                        ("fingerprint", models.CharField(blank=True, max_length=64)),
                        ("as_of", models.JSONField(null=True)),
                        ("lists", models.JSONField(null=True)),
                        ("counts", models.JSONField(null=True)),
                        ("drawing", models.JSONField(null=True)),
                        ("sources", models.JSONField(null=True)),
                        ("seconds", models.FloatField(null=True)),
                        (
                            "agency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reconciliations",
                                to="accounts.agency",
                            ),
                        ),
                        (
                            "asked_by",
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
                                related_name="reconciliations",
                                to="accounts.incident",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-id"],
                        "default_permissions": (),
                        "indexes": [
                            models.Index(fields=["incident", "agency", "-id"], name="reconciliations_of_incident")
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state", "waiting")),
                                fields=("incident", "agency"),
                                name="one_waiting_reconciliation",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ListedRecord",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "record",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="listed_in",
                                to="subjects.subject",
                            ),
                        ),
                        (
                            "listing",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="listed",
                                to="reconciling.listversion",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["id"],
                        "default_permissions": (),
                        "constraints": [
                            models.UniqueConstraint(fields=("listing", "record"), name="nobody_is_on_a_list_twice")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ProposedPair",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("place", models.PositiveIntegerField()),
                        ("also_cases", models.JSONField()),
                        ("also_records", models.JSONField()),
                        ("posterior", models.FloatField()),
                        ("error", models.FloatField()),
                        ("nobody", models.FloatField()),
                        ("in_joint", models.BooleanField()),
                        ("first_by_weight", models.BooleanField()),
                        ("log10_lr", models.FloatField()),
                        ("low", models.FloatField()),
                        ("high", models.FloatField()),
                        ("lines", models.JSONField(null=True)),
                        ("also_first_for", models.JSONField()),
                        ("other_records", models.JSONField()),
                        ("other_cases", models.JSONField()),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="subjects.subject"
                            ),
                        ),
                        (
                            "record",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="subjects.subject"
                            ),
                        ),
                        (
                            "run",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="proposals",
                                to="reconciling.reconciliation",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["run_id", "place"],
                        "default_permissions": (),
                        "constraints": [
                            models.UniqueConstraint(fields=("run", "place"), name="each_proposal_has_its_place"),
                            models.UniqueConstraint(
                                fields=("run", "case", "record"), name="each_pair_is_proposed_once"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Sampling",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("place", models.PositiveSmallIntegerField()),
                        ("also_cases", models.JSONField()),
                        ("gain", models.FloatField()),
                        ("undecided", models.FloatField()),
                        ("tells_of", models.JSONField()),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="subjects.subject"
                            ),
                        ),
                        (
                            "run",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="samplings",
                                to="reconciling.reconciliation",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["run_id", "place"],
                        "default_permissions": (),
                        "constraints": [
                            models.UniqueConstraint(fields=("run", "place"), name="each_sampling_has_its_place")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Unlisted",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("place", models.PositiveIntegerField()),
                        ("also_cases", models.JSONField()),
                        ("on_no_list", models.FloatField()),
                        ("somebody_else", models.FloatField()),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="subjects.subject"
                            ),
                        ),
                        (
                            "run",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="unlisted",
                                to="reconciling.reconciliation",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["run_id", "place"],
                        "default_permissions": (),
                        "constraints": [
                            models.UniqueConstraint(fields=("run", "place"), name="each_unlisted_has_its_place")
                        ],
                    },
                ),
            ],
        ),
        refuse(RULES),
    ]
