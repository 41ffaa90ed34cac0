import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("candidates", "0002_joined"),
        ("photos", "0001_photos"),
        ("subjects", "0001_subjects"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="candidate",
            name="subject",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="candidacies", to="subjects.subject"
            ),
        ),
        migrations.AddField(
            model_name="doubt",
            name="dismissed_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="doubt",
            name="first",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="doubts_onward", to="subjects.subject"
            ),
        ),
        migrations.AddField(
            model_name="doubt",
            name="second",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="doubts_back", to="subjects.subject"
            ),
        ),
        migrations.AddField(
            model_name="exclusion",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="exclusion",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="excluded_records", to="subjects.subject"
            ),
        ),
        migrations.AddField(
            model_name="exclusion",
            name="lifted_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="exclusion",
            name="record",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="excluded_cases", to="subjects.subject"
            ),
        ),
        migrations.AddField(
            model_name="link",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="link",
            name="first",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="links_onward", to="subjects.subject"
            ),
        ),
        migrations.AddField(
            model_name="link",
            name="second",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="links_back", to="subjects.subject"
            ),
        ),
        migrations.AddField(
            model_name="link",
            name="undone_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="run",
            name="asked_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="runs", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="run",
            name="probes",
            field=models.ManyToManyField(related_name="searched_in", to="photos.photograph"),
        ),
        migrations.AddField(
            model_name="run",
            name="subject",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="runs", to="subjects.subject"
            ),
        ),
        migrations.AddField(
            model_name="candidate",
            name="run",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="candidates", to="candidates.run"
            ),
        ),
        migrations.AddConstraint(
            model_name="doubt",
            constraint=models.UniqueConstraint(fields=("first", "second"), name="one_doubt_a_pair"),
        ),
        migrations.AddConstraint(
            model_name="doubt",
            constraint=models.CheckConstraint(
                condition=models.Q(("first__lt", models.F("second"))), name="doubt_the_lower_number_first"
            ),
        ),
        migrations.AddConstraint(
            model_name="exclusion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("lifted_at", None)), fields=("case", "record"), name="one_standing_exclusion"
            ),
        ),
        migrations.AddConstraint(
            model_name="link",
            constraint=models.UniqueConstraint(
                condition=models.Q(("undone_at", None)), fields=("first", "second"), name="one_standing_link"
            ),
        ),
        migrations.AddConstraint(
            model_name="link",
            constraint=models.CheckConstraint(
                condition=models.Q(("first__lt", models.F("second"))), name="the_lower_number_first"
            ),
        ),
        migrations.AddIndex(
            model_name="run",
            index=models.Index(fields=["subject", "-id"], name="runs_of_a_subject"),
        ),
        migrations.AddConstraint(
            model_name="run",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "waiting")), fields=("subject",), name="one_waiting_run"
            ),
        ),
        migrations.AddIndex(
            model_name="candidate",
            index=models.Index(fields=["subject", "rank"], name="also_first_for"),
        ),
        migrations.AddConstraint(
            model_name="candidate",
            constraint=models.UniqueConstraint(fields=("run", "rank"), name="each_rank_once"),
        ),
        migrations.AddConstraint(
            model_name="candidate",
            constraint=models.UniqueConstraint(fields=("run", "subject"), name="each_candidate_once"),
        ),
    ]
