import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("places", "0001_initial"),
        ("record", "0002_line_doer_words_line_line_by_subject_and_more"),
    ]

    operations = [
        migrations.CreateModel(
            name="Calendar",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("country", models.CharField(max_length=20)),
                ("version", models.PositiveIntegerField()),
                ("body", models.JSONField()),
                ("digest", models.CharField(max_length=64)),
                (
                    "line",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="record.line"),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("country", "version"), name="calendar_once_per_version")
                ],
            },
        ),
        migrations.CreateModel(
            name="Pack",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=60)),
                ("version", models.PositiveIntegerField()),
                ("body", models.JSONField()),
                ("digest", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                (
                    "line",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="record.line"),
                ),
                (
                    "place",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["place", "-at"], name="pack_by_place")],
            },
        ),
        migrations.CreateModel(
            name="Promise",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("about_kind", models.CharField(max_length=30)),
                ("about_id", models.UUIDField()),
                ("about_shown", models.BooleanField(default=False)),
                ("holder_kind", models.CharField(max_length=30)),
                ("holder_id", models.UUIDField()),
                ("audience_kind", models.CharField(max_length=30)),
                ("audience_id", models.UUIDField(null=True)),
                ("start", models.DateTimeField()),
                ("due", models.DateTimeField(null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "Waiting"), ("kept", "Kept"), ("late", "Late"), ("broken", "Broken")],
                        default="waiting",
                        max_length=7,
                    ),
                ),
                (
                    "closed",
                    models.CharField(
                        blank=True,
                        choices=[("", "Open"), ("meet", "Met"), ("excuse", "Excused"), ("cancel", "Cancelled")],
                        default="",
                        max_length=6,
                    ),
                ),
                ("rungs", models.PositiveSmallIntegerField(default=0)),
                ("next_at", models.DateTimeField(null=True)),
                (
                    "calendar",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="promises.calendar"
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="record.line"),
                ),
                (
                    "place",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="promises",
                        to="places.place",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("next_at__isnull", False)), fields=["next_at"], name="promise_by_next"
                    ),
                    models.Index(fields=["about_kind", "about_id"], name="promise_by_subject"),
                    models.Index(fields=["place", "closed", "due"], name="promise_by_place"),
                    models.Index(fields=["holder_kind", "holder_id", "closed", "due"], name="promise_by_holder"),
                    models.Index(fields=["audience_kind", "audience_id"], name="promise_by_audience"),
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
                        name="promise_is_public_or_has_an_audience",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("holder_kind__in", ["place", "organisation"])),
                        name="promise_held_by_a_role",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("closed", ""), ("next_at__isnull", True), _connector="OR"),
                        name="promise_over_has_no_next",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("due__isnull", False),
                            models.Q(("next_at__isnull", True), ("state", "waiting")),
                            _connector="OR",
                        ),
                        name="promise_without_date_waits",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "kept"), _negated=True), ("closed", "meet"), _connector="OR"
                        ),
                        name="promise_kept_when_met",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("due__isnull", True), ("due__gte", models.F("start")), _connector="OR"),
                        name="promise_due_after_start",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", models.PositiveIntegerField()),
                ("kind", models.CharField(max_length=6)),
                ("at", models.DateTimeField()),
                ("reason", models.CharField(blank=True, default="", max_length=300)),
                ("by", models.CharField(blank=True, default="", max_length=100)),
                (
                    "line",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="record.line"),
                ),
                (
                    "promise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="events", to="promises.promise"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("promise", "number"), name="event_once_per_number")],
            },
        ),
        migrations.CreateModel(
            name="Rule",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=60)),
                ("version", models.PositiveIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[("proposed", "Proposed"), ("in-force", "In Force"), ("superseded", "Superseded")],
                        max_length=10,
                    ),
                ),
                ("pack", models.CharField(max_length=60)),
                ("title", models.CharField(max_length=200)),
                ("role", models.CharField(max_length=30)),
                ("excused_by", models.CharField(blank=True, default="", max_length=30)),
                ("starts_on", models.CharField(blank=True, default="", max_length=60)),
                ("body", models.JSONField()),
                ("digest", models.CharField(max_length=64)),
                (
                    "line",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="record.line"),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("starts_on", ""), _negated=True), fields=["starts_on"], name="rule_by_start"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("name", "version"), name="rule_once_per_version"),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "in-force")), fields=("name",), name="rule_one_in_force_per_name"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "proposed")), fields=("name",), name="rule_one_proposed_per_name"
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="promise",
            name="rule",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="promises", to="promises.rule"
            ),
        ),
    ]
