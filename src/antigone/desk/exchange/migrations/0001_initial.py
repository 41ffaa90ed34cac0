"""The tables of exchange, and what the database itself refuses. Made by tools/first_migrations.py."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import antigone.desk.create_tables
from antigone.desk.audit.triggers import refuse
from antigone.desk.exchange.triggers import RULES


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
                    name="Recipient",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=200)),
                        (
                            "body",
                            models.CharField(
                                choices=[
                                    ("information bureau", "Information Bureau"),
                                    ("central tracing agency", "Tracing Agency"),
                                    ("national society", "National Society"),
                                    ("interpol bureau", "Interpol"),
                                    ("another agency", "Agency"),
                                    ("registry of missing persons", "Registry"),
                                    ("other body", "Other"),
                                ],
                                max_length=40,
                            ),
                        ),
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
                        ("kinds", models.JSONField()),
                        ("age_key", models.CharField(max_length=62)),
                        ("signing_key", models.CharField(blank=True, max_length=43)),
                        ("valid_until", models.DateField(null=True)),
                        ("opened_at", models.DateTimeField()),
                        ("confirmed_at", models.DateTimeField(null=True)),
                        ("confirmed_how", models.CharField(blank=True, max_length=300)),
                        ("ended_at", models.DateTimeField(null=True)),
                        ("ended_reason", models.TextField(blank=True)),
                        (
                            "agency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="recipients",
                                to="accounts.agency",
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
                            "opened_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["name", "id"],
                        "default_permissions": (),
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at", None)),
                                fields=("agency", "name"),
                                name="one_standing_recipient_of_a_name",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("confirmed_by", None),
                                    models.Q(("confirmed_by", models.F("opened_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="confirmed_by_another",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Packet",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("information-bureau", "information-bureau"),
                                    ("dvi", "dvi"),
                                    ("pfif", "pfif"),
                                    ("sheet", "sheet"),
                                    ("recall", "recall"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("number", models.CharField(max_length=60, unique=True)),
                        ("reason", models.TextField()),
                        ("made_at", models.DateTimeField()),
                        ("sha256", models.CharField(max_length=64)),
                        ("size", models.PositiveIntegerField()),
                        ("contents", models.JSONField()),
                        ("file", models.CharField(max_length=32)),
                        ("expires_at", models.DateTimeField()),
                        ("published_until", models.DateField(null=True)),
                        ("taken_at", models.DateTimeField(null=True)),
                        ("received_at", models.DateTimeField(null=True)),
                        ("received_words", models.CharField(blank=True, max_length=500)),
                        ("act_number", models.CharField(blank=True, max_length=60)),
                        (
                            "agency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="packets",
                                to="accounts.agency",
                            ),
                        ),
                        (
                            "consent",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="packets",
                                to="photos.consent",
                            ),
                        ),
                        (
                            "incident",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="packets",
                                to="accounts.incident",
                            ),
                        ),
                        (
                            "made_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "recalls",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="recalled_by",
                                to="exchange.packet",
                            ),
                        ),
                        (
                            "received_by",
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
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="photos.source",
                            ),
                        ),
                        (
                            "subject",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="packets",
                                to="subjects.subject",
                            ),
                        ),
                        (
                            "taken_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "recipient",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="packets",
                                to="exchange.recipient",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-id"],
                        "default_permissions": (),
                        "indexes": [
                            models.Index(fields=["subject", "-id"], name="packets_of_a_subject"),
                            models.Index(fields=["agency", "incident", "-id"], name="packets_of_an_incident"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "recall"), ("recalls__isnull", False)),
                                    models.Q(models.Q(("kind", "recall"), _negated=True), ("recalls", None)),
                                    _connector="OR",
                                ),
                                name="a_recall_takes_a_packet_back",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Arrival",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("brought_at", models.DateTimeField()),
                        ("sha256", models.CharField(max_length=64)),
                        ("place", models.PositiveIntegerField()),
                        (
                            "form",
                            models.CharField(
                                choices=[
                                    ("sheet", "Sheet"),
                                    ("dvi", "Dvi"),
                                    ("information-bureau", "Bureau"),
                                    ("pfif", "Pfif"),
                                    ("csv", "Csv"),
                                    ("recall", "Recall"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("side", models.CharField(blank=True, max_length=2)),
                        ("encrypted", models.BooleanField()),
                        (
                            "trust",
                            models.CharField(
                                choices=[("known", "Known"), ("unknown", "Unknown"), ("unsigned", "Unsigned")],
                                max_length=10,
                            ),
                        ),
                        ("sender_name", models.CharField(blank=True, max_length=200)),
                        ("packet", models.CharField(blank=True, max_length=60)),
                        ("code", models.CharField(blank=True, max_length=120)),
                        ("content", models.JSONField()),
                        (
                            "state",
                            models.CharField(
                                choices=[("waiting", "Waiting"), ("accepted", "Accepted"), ("declined", "Declined")],
                                default="waiting",
                                max_length=10,
                            ),
                        ),
                        ("decided_at", models.DateTimeField(null=True)),
                        ("decided_reason", models.TextField(blank=True)),
                        (
                            "agency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="arrivals",
                                to="accounts.agency",
                            ),
                        ),
                        (
                            "brought_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "decided_by",
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
                                related_name="arrivals",
                                to="accounts.incident",
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="arrivals",
                                to="photos.source",
                            ),
                        ),
                        (
                            "subject",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="arrivals",
                                to="subjects.subject",
                            ),
                        ),
                        (
                            "sender",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="arrivals",
                                to="exchange.recipient",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-id"],
                        "default_permissions": (),
                        "indexes": [
                            models.Index(fields=["agency", "incident", "state", "-id"], name="arrivals_of_an_incident"),
                            models.Index(fields=["packet"], name="arrivals_by_packet"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state", "declined"), _negated=True),
                                fields=("agency", "sha256", "place"),
                                name="each_person_of_a_file_once",
                            )
                        ],
                    },
                ),
            ],
        ),
        refuse(RULES),
    ]
