import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("record", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Line",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("verb", models.CharField(max_length=60)),
                ("about_kind", models.CharField(max_length=30)),
                ("about_id", models.UUIDField()),
                ("audience_kind", models.CharField(max_length=30)),
                ("audience_id", models.UUIDField(null=True)),
                ("at", models.DateTimeField()),
                ("words_digest", models.CharField(max_length=64)),
                ("doer_digest", models.CharField(max_length=64)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["at", "id"], name="line_by_time"),
                    models.Index(fields=["about_kind", "about_id", "at"], name="line_by_subject"),
                    models.Index(fields=["audience_kind", "audience_id", "at"], name="line_by_audience"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("audience_id__isnull", True), ("audience_kind", "public")),
                            models.Q(
                                models.Q(("audience_kind", "public"), _negated=True), ("audience_id__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="line_is_public_or_has_an_audience",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("about_kind", "person"), ("audience_kind", "public"), _negated=True),
                        name="line_about_a_person_is_not_public",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Head",
            fields=[
                ("size", models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ("root", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                ("key", models.CharField(max_length=64)),
                ("signature", models.CharField(max_length=128)),
                ("peaks", models.JSONField()),
            ],
        ),
        migrations.CreateModel(
            name="Leaf",
            fields=[
                ("number", models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ("hash", models.CharField(max_length=64)),
                ("above", models.TextField(blank=True, default="")),
            ],
        ),
        migrations.CreateModel(
            name="Doer",
            fields=[
                (
                    "line",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="doer",
                        serialize=False,
                        to="record.line",
                    ),
                ),
                ("salt", models.CharField(max_length=64)),
                ("body", models.JSONField()),
            ],
        ),
        migrations.CreateModel(
            name="Redaction",
            fields=[
                (
                    "why",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="record.line",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Words",
            fields=[
                (
                    "line",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="words",
                        serialize=False,
                        to="record.line",
                    ),
                ),
                ("salt", models.CharField(max_length=64)),
                ("body", models.JSONField()),
            ],
        ),
        migrations.AddField(
            model_name="leaf",
            name="line",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="leaf", to="record.line"
            ),
        ),
        migrations.AddField(
            model_name="redaction",
            name="line",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="redactions", to="record.line"
            ),
        ),
    ]
