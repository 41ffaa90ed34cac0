"""The tables of audit, and what the database itself refuses. Made by tools/first_migrations.py."""

import django.db.models.deletion
from django.db import migrations, models

import antigone.desk.create_tables
from antigone.desk.audit.triggers import chained


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        antigone.desk.create_tables.CreateTables(
            tables=[
                migrations.CreateModel(
                    name="AuditHead",
                    fields=[
                        ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                        ("sequence", models.BigIntegerField(default=0)),
                        (
                            "hash",
                            models.CharField(
                                default="0000000000000000000000000000000000000000000000000000000000000000",
                                max_length=64,
                            ),
                        ),
                    ],
                    options={
                        "db_table": "audit_head",
                        "default_permissions": (),
                        "constraints": [models.CheckConstraint(condition=models.Q(("id", 1)), name="one_head")],
                    },
                ),
                migrations.CreateModel(
                    name="AuditRow",
                    fields=[
                        ("sequence", models.BigIntegerField(primary_key=True, serialize=False)),
                        ("at", models.DateTimeField()),
                        ("gesture", models.UUIDField()),
                        ("actor", models.CharField(max_length=60)),
                        ("agency", models.BigIntegerField(null=True)),
                        ("incident", models.BigIntegerField(null=True)),
                        ("verb", models.CharField(max_length=40)),
                        ("thing", models.CharField(max_length=60)),
                        ("reason", models.TextField(blank=True)),
                        ("detail", models.TextField()),
                        ("bound", models.CharField(blank=True, max_length=64)),
                        ("previous", models.CharField(max_length=64)),
                        ("hash", models.CharField(max_length=64, unique=True)),
                    ],
                    options={
                        "db_table": "audit_row",
                        "ordering": ["sequence"],
                        "default_permissions": (),
                        "indexes": [
                            models.Index(fields=["actor", "sequence"], name="audit_by_actor"),
                            models.Index(fields=["thing", "sequence"], name="audit_by_thing"),
                            models.Index(fields=["verb", "sequence"], name="audit_by_verb"),
                            models.Index(fields=["agency", "sequence"], name="audit_by_agency"),
                            models.Index(fields=["at"], name="audit_by_time"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Binding",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("table", models.CharField(max_length=60)),
                        ("number", models.BigIntegerField()),
                        ("hashes", models.TextField()),
                        ("altered", models.TextField(blank=True)),
                        ("salt", models.CharField(blank=True, max_length=32)),
                        (
                            "row",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="bindings",
                                to="audit.auditrow",
                            ),
                        ),
                    ],
                    options={
                        "db_table": "audit_binding",
                        "default_permissions": (),
                        "constraints": [
                            models.UniqueConstraint(
                                models.F("table"),
                                models.F("number"),
                                models.OrderBy(models.F("row"), descending=True),
                                name="bound_once_by_an_act",
                            )
                        ],
                    },
                ),
            ],
        ),
        *chained(),
    ]
