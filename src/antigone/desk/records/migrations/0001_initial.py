"""The tables of records. Made by tools/first_migrations.py."""

import django.db.models.deletion
from django.db import migrations, models

import antigone.desk.create_tables
import antigone.desk.encrypted


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("subjects", "0001_initial"),
    ]

    operations = [
        antigone.desk.create_tables.CreateTables(
            tables=[
                migrations.CreateModel(
                    name="Record",
                    fields=[
                        (
                            "subject",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                related_name="record",
                                serialize=False,
                                to="subjects.subject",
                            ),
                        ),
                        ("born_earliest", models.DateField(null=True)),
                        ("born_latest", models.DateField(help_text="One end alone means that very day.", null=True)),
                        ("last_seen_earliest", models.DateField(null=True)),
                        ("last_seen_latest", models.DateField(null=True)),
                        ("last_seen_place", models.CharField(blank=True, max_length=300)),
                        ("last_seen_latitude", models.DecimalField(decimal_places=5, max_digits=8, null=True)),
                        ("last_seen_longitude", models.DecimalField(decimal_places=5, max_digits=8, null=True)),
                        ("circumstances", models.TextField(blank=True)),
                        ("nationality", models.CharField(blank=True, max_length=120)),
                        ("languages", models.CharField(blank=True, max_length=200)),
                        ("belongings", models.TextField(blank=True, help_text="What they had with them.")),
                        (
                            "other_number",
                            models.CharField(
                                blank=True,
                                help_text="Of the police, the tracing agency or the INTERPOL form.",
                                max_length=120,
                            ),
                        ),
                        ("sort_key", models.CharField(default="", editable=False, max_length=200)),
                    ],
                    options={
                        "ordering": ["-subject_id"],
                        "default_permissions": (),
                        "indexes": [
                            models.Index(fields=["sort_key", "subject"], name="records_in_order"),
                            models.Index(fields=["other_number"], name="records_by_number"),
                            models.Index(fields=["last_seen_latest"], name="records_by_day"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Name",
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
                                    ("own", "Own"),
                                    ("at birth", "Birth"),
                                    ("also called", "Alias"),
                                    ("other spelling", "Spelling"),
                                ],
                                default="own",
                                max_length=20,
                            ),
                        ),
                        ("family", models.CharField(blank=True, max_length=120)),
                        ("given", models.CharField(blank=True, max_length=120)),
                        ("patronymic", models.CharField(blank=True, max_length=120)),
                        ("sort_key", models.CharField(max_length=200)),
                        (
                            "record",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="names", to="records.record"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["id"],
                        "default_permissions": (),
                        "indexes": [models.Index(fields=["sort_key"], name="names_in_order")],
                    },
                ),
                migrations.CreateModel(
                    name="Informant",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", antigone.desk.encrypted.EncryptedTextField(max_length=200)),
                        ("relation", antigone.desk.encrypted.EncryptedTextField(blank=True, max_length=120)),
                        ("languages", models.CharField(blank=True, max_length=200)),
                        ("contact", antigone.desk.encrypted.EncryptedTextField(blank=True, max_length=300)),
                        ("safe", models.BooleanField(null=True)),
                        ("never", antigone.desk.encrypted.EncryptedTextField(blank=True, max_length=300)),
                        (
                            "record",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="informants",
                                to="records.record",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["id"],
                        "default_permissions": (),
                    },
                ),
                migrations.CreateModel(
                    name="NameKey",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("key", models.CharField(max_length=60)),
                        ("form", models.CharField(default="", max_length=60)),
                        (
                            "incident",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.incident"
                            ),
                        ),
                        (
                            "name",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="keys", to="records.name"
                            ),
                        ),
                    ],
                    options={
                        "default_permissions": (),
                        "indexes": [models.Index(fields=["incident", "key", "form"], name="names_by_key")],
                        "constraints": [models.UniqueConstraint(fields=("name", "key", "form"), name="each_key_once")],
                    },
                ),
            ],
        ),
    ]
