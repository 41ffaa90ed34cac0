"""The tables of cases, and what the database itself refuses. Made by tools/first_migrations.py."""

import django.db.models.deletion
from django.db import migrations, models

import antigone.desk.create_tables
from antigone.desk.audit.triggers import refuse
from antigone.desk.cases.triggers import RULES


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("subjects", "0001_initial"),
    ]

    operations = [
        antigone.desk.create_tables.CreateTables(
            tables=[
                migrations.CreateModel(
                    name="Case",
                    fields=[
                        (
                            "subject",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                related_name="case",
                                serialize=False,
                                to="subjects.subject",
                            ),
                        ),
                        ("found_on", models.DateField(null=True)),
                        ("found_time", models.TimeField(null=True)),
                        ("found_place", models.CharField(blank=True, max_length=300)),
                        ("latitude", models.DecimalField(decimal_places=5, max_digits=8, null=True)),
                        ("longitude", models.DecimalField(decimal_places=5, max_digits=8, null=True)),
                        ("found_by", models.CharField(blank=True, max_length=200)),
                        ("died_earliest", models.DateField(null=True)),
                        ("died_latest", models.DateField(null=True)),
                        (
                            "condition",
                            models.CharField(
                                choices=[
                                    ("unknown", "Unknown"),
                                    ("recent", "Recent"),
                                    ("decomposed", "Decomposed"),
                                    ("from water", "Water"),
                                    ("burnt", "Burnt"),
                                    ("injured face", "Injured"),
                                    ("mummified", "Mummified"),
                                    ("skeletal", "Skeletal"),
                                    ("body part", "Part"),
                                ],
                                default="unknown",
                                help_text="What the face looks like decides how it is compared.",
                                max_length=20,
                            ),
                        ),
                        ("custody", models.CharField(blank=True, help_text="Who keeps the body now.", max_length=200)),
                        ("custody_place", models.CharField(blank=True, max_length=200)),
                        (
                            "other_number",
                            models.CharField(
                                blank=True,
                                help_text="Of the police, the mortuary or the INTERPOL form.",
                                max_length=120,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-subject_id"],
                        "default_permissions": (),
                        "indexes": [
                            models.Index(fields=["found_on"], name="cases_by_day"),
                            models.Index(fields=["other_number"], name="cases_by_number"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Effect",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("place", models.PositiveSmallIntegerField()),
                        ("description", models.CharField(max_length=500)),
                        ("found_where", models.CharField(blank=True, max_length=200)),
                        ("kept_where", models.CharField(blank=True, max_length=200)),
                        ("withdrawn_at", models.DateTimeField(null=True)),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="effects", to="cases.case"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["place"],
                        "default_permissions": (),
                        "constraints": [
                            models.UniqueConstraint(fields=("case", "place"), name="one_line_of_an_inventory")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Article16",
                    fields=[
                        (
                            "case",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                related_name="article16",
                                serialize=False,
                                to="cases.case",
                            ),
                        ),
                        (
                            "power",
                            models.CharField(blank=True, help_text="a) Power on which they depend.", max_length=120),
                        ),
                        (
                            "number",
                            models.CharField(
                                blank=True, help_text="b) Army, regimental, personal or serial number.", max_length=120
                            ),
                        ),
                        ("surname", models.CharField(blank=True, help_text="c)", max_length=200)),
                        ("first_names", models.CharField(blank=True, help_text="d)", max_length=200)),
                        (
                            "born_on",
                            models.CharField(
                                blank=True,
                                help_text="e) Date of birth, as the identity card or disc has it.",
                                max_length=60,
                            ),
                        ),
                        ("other", models.TextField(blank=True, help_text="f) Other particulars on the card or disc.")),
                        (
                            "when_and_where",
                            models.TextField(blank=True, help_text="g) Date and place of capture or death."),
                        ),
                        ("cause", models.TextField(blank=True, help_text="h) Wounds or illness, or cause of death.")),
                    ],
                    options={
                        "default_permissions": (),
                    },
                ),
            ],
        ),
        refuse(RULES),
    ]
