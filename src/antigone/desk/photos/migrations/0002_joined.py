import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_agencies_and_people"),
        ("photos", "0001_photos"),
        ("subjects", "0001_subjects"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="consent",
            name="subject",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="consents", to="subjects.subject"
            ),
        ),
        migrations.AddField(
            model_name="indexchange",
            name="agency",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.agency"
            ),
        ),
        migrations.AddField(
            model_name="indexchange",
            name="incident",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.incident"
            ),
        ),
        migrations.AddIndex(
            model_name="job",
            index=models.Index(
                condition=models.Q(("done_at", None), ("given_up_at", None)),
                fields=["not_before", "id"],
                name="jobs_to_do",
            ),
        ),
        migrations.AddConstraint(
            model_name="job",
            constraint=models.UniqueConstraint(
                condition=models.Q(("done_at", None), ("given_up_at", None)),
                fields=("what", "number"),
                name="each_job_once",
            ),
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
        migrations.AddField(
            model_name="photograph",
            name="added_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="photographs", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="photograph",
            name="consent",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="photographs", to="photos.consent"
            ),
        ),
        migrations.AddField(
            model_name="photograph",
            name="subject",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="photographs", to="subjects.subject"
            ),
        ),
        migrations.AddField(
            model_name="face",
            name="photograph",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="faces", to="photos.photograph"
            ),
        ),
        migrations.AddField(
            model_name="source",
            name="agency",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="sources", to="accounts.agency"
            ),
        ),
        migrations.AddField(
            model_name="source",
            name="incident",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="sources", to="accounts.incident"
            ),
        ),
        migrations.AddField(
            model_name="photograph",
            name="source",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="photographs", to="photos.source"
            ),
        ),
        migrations.AddField(
            model_name="consent",
            name="source",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="consents", to="photos.source"
            ),
        ),
        migrations.AddField(
            model_name="template",
            name="face",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="templates", to="photos.face"
            ),
        ),
        migrations.AddIndex(
            model_name="indexchange",
            index=models.Index(fields=["incident", "agency", "kind", "model", "sequence"], name="steps_of_a_part"),
        ),
        migrations.AddConstraint(
            model_name="face",
            constraint=models.UniqueConstraint(fields=("photograph", "number"), name="each_face_once"),
        ),
        migrations.AddConstraint(
            model_name="face",
            constraint=models.UniqueConstraint(
                condition=models.Q(("chosen", True)), fields=("photograph",), name="one_chosen_face"
            ),
        ),
        migrations.AddIndex(
            model_name="photograph",
            index=models.Index(fields=["subject", "state"], name="photographs_of_a_subject"),
        ),
        migrations.AddConstraint(
            model_name="photograph",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)), fields=("subject", "sha256"), name="each_photograph_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="photograph",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("consent", None), ("kind", "pm"), ("source", None)),
                    models.Q(("kind", "am"), ("source__isnull", False)),
                    _connector="OR",
                ),
                name="a_reference_has_a_lawful_source",
            ),
        ),
        migrations.AddConstraint(
            model_name="photograph",
            constraint=models.CheckConstraint(
                condition=models.Q(("grade", None), ("grade__lte", 4), _connector="OR"), name="grade_is_0_to_4"
            ),
        ),
        migrations.AddIndex(
            model_name="template",
            index=models.Index(fields=["model", "id"], name="templates_of_a_model"),
        ),
        migrations.AddConstraint(
            model_name="template",
            constraint=models.UniqueConstraint(fields=("face", "model"), name="one_template_a_model"),
        ),
    ]
