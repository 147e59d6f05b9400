import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("record", "0002_line_doer_words_line_line_by_subject_and_more"),
    ]

    operations = [
        migrations.CreateModel(
            name="Person",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(blank=True, default="", max_length=200)),
                ("language", models.CharField(default="en", max_length=12)),
                ("needs", models.JSONField(default=list)),
                ("made", models.DateTimeField()),
                ("ended", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="PaperForm",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("code", models.CharField(max_length=8, unique=True)),
                ("page", models.CharField(max_length=60)),
                ("words", models.JSONField(default=dict)),
                ("made", models.DateTimeField()),
                ("expires", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.person"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Concern",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("reach", models.CharField(default="/", max_length=400)),
                ("at", models.DateTimeField()),
                ("state", models.CharField(default="raised", max_length=6)),
                ("clock", models.BooleanField(default=False)),
                ("late", models.BooleanField(default=False)),
                (
                    "line",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="record.line"),
                ),
                (
                    "answerer",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["state", "at"], name="concern_by_state")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["raised", "taken", "closed"])),
                        name="concern_has_a_known_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answerer__isnull", True), ("state", "raised")),
                            models.Q(models.Q(("state", "raised"), _negated=True), ("answerer__isnull", False)),
                            _connector="OR",
                        ),
                        name="concern_that_is_taken_has_an_answerer",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ActingFor",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("role", models.CharField(max_length=10)),
                ("scopes", models.CharField(max_length=100)),
                ("start", models.DateTimeField()),
                ("until", models.DateTimeField(null=True)),
                ("evidence", models.CharField(blank=True, default="", max_length=200)),
                ("state", models.CharField(default="given", max_length=9)),
                (
                    "line",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="record.line"),
                ),
                (
                    "for_person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="acted_for_by", to="people.person"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="acts_for", to="people.person"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("person", models.F("for_person")), _negated=True),
                        name="acting_is_for_somebody_else",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until__isnull", True), ("until__gte", models.F("start")), _connector="OR"),
                        name="acting_ends_after_it_starts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["given", "suspended", "ended"])),
                        name="acting_has_a_known_state",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "ended"), _negated=True),
                        fields=("person", "for_person", "role"),
                        name="acting_once_per_two_and_role",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Route",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=6)),
                ("address", models.CharField(max_length=300)),
                ("order", models.PositiveSmallIntegerField(default=0)),
                ("proved", models.DateTimeField(null=True)),
                ("never", models.BooleanField(default=False)),
                ("made", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="routes", to="people.person"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["kind", "address"], name="route_by_address")],
                "constraints": [
                    models.UniqueConstraint(fields=("person", "kind", "address"), name="route_once_per_person")
                ],
            },
        ),
        migrations.CreateModel(
            name="Wording",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("purpose", models.CharField(max_length=60)),
                ("version", models.PositiveSmallIntegerField()),
                ("title", models.CharField(max_length=120)),
                ("text", models.TextField()),
                ("easy", models.TextField()),
                ("start", models.DateTimeField()),
                ("asks_again", models.BooleanField(default=False)),
                (
                    "line",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="record.line"),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("purpose", "version"), name="wording_once_per_version")
                ],
            },
        ),
        migrations.CreateModel(
            name="Agreement",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("purpose", models.CharField(max_length=60)),
                ("given", models.DateTimeField()),
                ("until", models.DateTimeField(null=True)),
                ("withdrawn", models.DateTimeField(null=True)),
                (
                    "line",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="record.line"),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="agreements", to="people.person"
                    ),
                ),
                (
                    "wording",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="agreements", to="people.wording"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn__isnull", True)),
                        fields=("person", "purpose"),
                        name="agreement_one_yes_per_purpose",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until__isnull", True), ("until__gt", models.F("given")), _connector="OR"),
                        name="agreement_ends_after_it_is_given",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ConcernWords",
            fields=[
                (
                    "concern",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="words",
                        serialize=False,
                        to="people.concern",
                    ),
                ),
                ("said", models.TextField()),
                ("about", models.CharField(blank=True, default="", max_length=200)),
                ("reply", models.CharField(blank=True, default="", max_length=300)),
                ("digest", models.CharField(max_length=64)),
                ("again", models.PositiveSmallIntegerField(default=0)),
                (
                    "person",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="people.person"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SafeContact",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="safe_contact",
                        serialize=False,
                        to="people.person",
                    ),
                ),
                ("kinds", models.JSONField(default=list)),
                ("days", models.JSONField(default=list)),
                ("start", models.PositiveSmallIntegerField()),
                ("end", models.PositiveSmallIntegerField()),
                ("never", models.JSONField(default=list)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("end__lte", 24), ("start__lt", models.F("end"))),
                        name="safe_contact_starts_before_it_ends",
                    )
                ],
            },
        ),
    ]
