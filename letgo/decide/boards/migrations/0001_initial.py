import django.db.models.deletion
import django.db.models.expressions
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("ballots", "0001_initial"),
        ("money", "0001_initial"),
        ("people", "0001_initial"),
        ("places", "0001_initial"),
        ("powers", "0002_vetoanswer"),
        ("promises", "0003_rule_agreed_and_taken_back"),
        ("record", "0003_once_doer"),
    ]

    operations = [
        migrations.CreateModel(
            name="Confidence",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("reads_as", models.CharField(max_length=30)),
                ("said", models.DateField()),
                ("slip_digest", models.CharField(max_length=64, unique=True)),
                ("state", models.CharField(default="said", max_length=8)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["answered", "said"])), name="confidence_state_is_known"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Body",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=120)),
                ("kind", models.CharField(max_length=40)),
                ("terms", models.JSONField()),
                ("state", models.CharField(default="forming", max_length=8)),
                ("founded", models.DateField()),
                (
                    "electorate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.electorate"
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="record.line"),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="bodies", to="places.organisation"
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="bodies", to="places.place"
                    ),
                ),
                (
                    "secure",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.electorate"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["place", "state"], name="body_by_place")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["forming", "over", "standing"])), name="body_state_is_known"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "over"), _negated=True),
                        fields=("organisation",),
                        name="body_one_of_an_organisation",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ConfidenceWords",
            fields=[
                (
                    "confidence",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="words",
                        serialize=False,
                        to="boards.confidence",
                    ),
                ),
                ("said", models.TextField()),
                ("answer", models.TextField(blank=True, default="")),
            ],
        ),
        migrations.AddField(
            model_name="confidence",
            name="body",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="confidences", to="boards.body"
            ),
        ),
        migrations.AddField(
            model_name="confidence",
            name="line",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="record.line"
            ),
        ),
        migrations.AddField(
            model_name="confidence",
            name="promise",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="promises.promise"
            ),
        ),
        migrations.AddField(
            model_name="confidence",
            name="reader",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"),
        ),
        migrations.CreateModel(
            name="Election",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("seats", models.PositiveSmallIntegerField()),
                ("places", models.JSONField(default=list)),
                ("reserve", models.JSONField(default=list)),
                ("terms", models.JSONField()),
                ("reason", models.TextField(blank=True, default="")),
                ("seed_from", models.CharField(max_length=200)),
                ("called", models.DateTimeField()),
                ("nominations_open", models.DateTimeField()),
                ("nominations_close", models.DateTimeField()),
                ("opens", models.DateTimeField()),
                ("closes", models.DateTimeField()),
                ("state", models.CharField(default="nominating", max_length=10)),
                ("why", models.TextField(blank=True, default="")),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="elections", to="boards.body"
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="record.line"),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "poll",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ballots.poll"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["body", "state"], name="election_by_body")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["checking", "declared", "failed", "filled", "nominating", "void", "voting"])
                        ),
                        name="election_state_is_known",
                    ),
                    models.CheckConstraint(condition=models.Q(("seats__gt", 0)), name="election_fills_something"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("nominations_close__gt", models.F("nominations_open")),
                            ("nominations_open__gte", models.F("called")),
                            ("closes__gt", models.F("opens")),
                            ("opens__gte", models.F("nominations_close")),
                        ),
                        name="election_days_follow_each_other",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "voting"), _negated=True), ("poll__isnull", False), _connector="OR"
                        ),
                        name="election_voted_on_has_its_poll",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["failed", "void"]), _negated=True),
                            models.Q(("why", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="election_over_without_seats_says_why",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["nominating", "checking", "voting", "declared"])),
                        fields=("body",),
                        name="election_one_at_a_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Figure",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("key", models.CharField(max_length=40)),
                ("number", models.PositiveSmallIntegerField(default=1)),
                ("title", models.CharField(max_length=120)),
                ("value", models.CharField(max_length=80)),
                ("source", models.CharField(max_length=300)),
                ("computed", models.BooleanField(default=False)),
                (
                    "entered_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="record.line"),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("value", ""), _negated=True), models.Q(("source", ""), _negated=True)
                        ),
                        name="figure_has_a_source",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("computed", True), ("entered_by__isnull", True)),
                            models.Q(("computed", False), ("entered_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="figure_is_computed_or_entered",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Comment",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("words", models.TextField()),
                (
                    "line",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="record.line"),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "figure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="comments", to="boards.figure"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("words", ""), _negated=True), name="comment_has_words")
                ],
            },
        ),
        migrations.CreateModel(
            name="FirstTask",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", models.PositiveSmallIntegerField()),
                ("words", models.CharField(max_length=200)),
                ("done", models.DateField(null=True)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="first_tasks", to="boards.body"
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="record.line"),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("body", "number"), name="first_task_one_per_number")],
            },
        ),
        migrations.CreateModel(
            name="Interest",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("about_kind", models.CharField(max_length=30)),
                ("about_id", models.UUIDField()),
                ("words", models.CharField(max_length=500)),
                ("declared", models.BooleanField(default=True)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="interests", to="boards.body"
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="record.line"),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["about_kind", "about_id"], name="board_interest_by_thing")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("words", ""), _negated=True), name="interest_says_what_is_gained"
                    ),
                    models.UniqueConstraint(
                        fields=("person", "about_kind", "about_id"), name="interest_once_in_a_thing"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Mandate",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("title", models.CharField(default="member", max_length=30)),
                ("called", models.CharField(blank=True, default="", max_length=60)),
                ("name", models.CharField(blank=True, default="", max_length=120)),
                ("source_kind", models.CharField(max_length=30)),
                ("source_id", models.UUIDField(null=True)),
                ("start", models.DateField()),
                ("end", models.DateField()),
                ("ended", models.DateField(null=True)),
                ("ended_why", models.CharField(blank=True, default="", max_length=12)),
                ("ended_by_kind", models.CharField(blank=True, default="", max_length=30)),
                ("ended_by_id", models.UUIDField(null=True)),
                ("state", models.CharField(default="serving", max_length=7)),
                ("weight", models.PositiveIntegerField(default=1)),
                ("coopted", models.BooleanField(default=False)),
                ("targets", models.JSONField(default=list)),
                ("review_months", models.PositiveSmallIntegerField(null=True)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="mandates", to="boards.body"
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="record.line"),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="mandates", to="people.person"
                    ),
                ),
                (
                    "role",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.role"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["body", "state"], name="mandate_by_body")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["ended", "serving", "waiting"])),
                        name="mandate_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("end__gte", models.F("start"))), name="mandate_ends_after_it_starts"
                    ),
                    models.CheckConstraint(condition=models.Q(("weight__gt", 0)), name="mandate_has_a_weight"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("source_kind__in", ["appointment", "co-option", "countback", "election", "next"])
                        ),
                        name="mandate_rests_on_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("ended__isnull", False),
                                (
                                    "ended_why__in",
                                    (
                                        "term",
                                        "resigned",
                                        "recalled",
                                        "removed",
                                        "moved-away",
                                        "died",
                                        "undone",
                                        "not-approved",
                                    ),
                                ),
                                ("state", "ended"),
                            ),
                            models.Q(
                                models.Q(("state", "ended"), _negated=True), ("ended__isnull", True), ("ended_why", "")
                            ),
                            _connector="OR",
                        ),
                        name="mandate_ended_says_when_and_why",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "ended"), _negated=True),
                        fields=("body", "person", "title"),
                        name="mandate_one_of_a_title_each",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Approval",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("words", models.CharField(max_length=120)),
                ("until", models.DateField()),
                ("state", models.CharField(default="waiting", max_length=7)),
                ("reasons", models.TextField(blank=True, default="")),
                (
                    "line",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="record.line"),
                ),
                (
                    "mandate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="approvals", to="boards.mandate"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["waiting", "given", "silent", "refused"])),
                        name="approval_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "refused"), _negated=True),
                            models.Q(("reasons", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="approval_refused_has_reasons",
                    ),
                    models.UniqueConstraint(fields=("mandate", "words"), name="approval_one_of_each"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Appointment",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("title", models.CharField(default="manager", max_length=30)),
                ("role", models.CharField(max_length=60)),
                ("words", models.TextField()),
                ("targets", models.JSONField(default=list)),
                ("scoring", models.JSONField(default=list)),
                ("panel", models.CharField(max_length=300)),
                ("decides", models.CharField(max_length=7)),
                ("term_months", models.PositiveSmallIntegerField()),
                ("review_months", models.PositiveSmallIntegerField()),
                ("start", models.DateField(null=True)),
                ("published", models.DateField(null=True)),
                ("until", models.DateField(null=True)),
                ("resolution", models.UUIDField(null=True)),
                ("decided", models.DateField(null=True)),
                ("state", models.CharField(default="described", max_length=9)),
                ("why", models.TextField(blank=True, default="")),
                (
                    "described_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="record.line"),
                ),
                (
                    "poll",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ballots.poll"
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="appointments", to="boards.body"
                    ),
                ),
                (
                    "mandate",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appointments",
                        to="boards.mandate",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["body", "state"], name="appointment_by_body")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["appointed", "described", "none", "published", "void", "voting"])
                        ),
                        name="appointment_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("decides__in", ("members", "board"))),
                        name="appointment_is_decided_by_members_or_board",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("title__in", ("manager", "chair", "secretary", "treasurer", "member"))),
                        name="appointment_to_a_known_office",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("review_months__gt", 0), ("term_months__gt", 0)),
                        name="appointment_has_term_and_reviews",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["described", "void"]),
                            models.Q(("published__isnull", False), ("until__isnull", False)),
                            _connector="OR",
                        ),
                        name="appointment_published_says_until_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "appointed"), _negated=True),
                            models.Q(
                                ("mandate__isnull", False),
                                models.Q(("poll__isnull", False), ("resolution__isnull", False), _connector="OR"),
                            ),
                            _connector="OR",
                        ),
                        name="appointment_made_by_a_vote",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["none", "void"]), _negated=True),
                            models.Q(("why", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="appointment_ended_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Meeting",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=7)),
                ("number", models.PositiveIntegerField()),
                ("title", models.CharField(max_length=120)),
                ("at", models.DateTimeField()),
                ("day", models.DateField()),
                ("lasts", models.PositiveSmallIntegerField(default=120)),
                ("where", models.CharField(max_length=200)),
                ("step_free", models.BooleanField(default=False)),
                ("childcare", models.BooleanField(default=False)),
                ("online", models.CharField(blank=True, default="", max_length=300)),
                ("words", models.TextField(blank=True, default="")),
                ("notice_given", models.DateTimeField()),
                ("earliest", models.DateField()),
                ("deny_until", models.DateField()),
                ("clear_days", models.PositiveSmallIntegerField()),
                ("terms", models.JSONField()),
                ("proxy_cap", models.PositiveSmallIntegerField(default=0)),
                ("state", models.CharField(default="called", max_length=9)),
                ("reason", models.TextField(blank=True, default="")),
                ("roll", models.PositiveIntegerField(null=True)),
                ("present", models.PositiveIntegerField(null=True)),
                ("proxies", models.PositiveIntegerField(null=True)),
                ("quorum", models.PositiveIntegerField(null=True)),
                ("counted", models.PositiveIntegerField(null=True)),
                ("those_present", models.BooleanField(default=False)),
                ("minutes", models.TextField(blank=True, default="")),
                ("closed_minutes", models.TextField(blank=True, default="")),
                ("publish_by", models.DateField(null=True)),
                ("published", models.DateTimeField(null=True)),
                (
                    "again_of",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="again",
                        to="boards.meeting",
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="meetings", to="boards.body"
                    ),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "counted_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="record.line"),
                ),
                (
                    "minutes_due",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="promises.promise"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["body", "at"], name="meeting_by_body")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["called", "cancelled", "held", "inquorate", "open", "quorate"])
                        ),
                        name="meeting_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ("board", "general", "special"))), name="meeting_kind_is_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("day__gte", models.F("earliest"))), name="meeting_has_its_clear_days"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["quorate", "held"]), _negated=True),
                            models.Q(("present__gte", models.F("quorum")), ("quorum__gt", 0)),
                            _connector="OR",
                        ),
                        name="meeting_quorate_has_its_quorum",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["quorate", "held"]), _negated=True),
                            ("kind", "board"),
                            models.Q(
                                ("confirmed_by__isnull", False),
                                ("counted_by__isnull", False),
                                models.Q(("counted_by", models.F("confirmed_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="meeting_of_all_is_counted_by_two",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "inquorate"), _negated=True),
                            ("present__lt", models.F("quorum")),
                            _connector="OR",
                        ),
                        name="meeting_inquorate_lacks_its_quorum",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "cancelled"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="meeting_cancelled_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["held", "inquorate"]), _negated=True),
                            ("publish_by__isnull", False),
                            _connector="OR",
                        ),
                        name="meeting_over_has_a_day_for_its_minutes",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("published__isnull", True), models.Q(("minutes", ""), _negated=True), _connector="OR"
                        ),
                        name="meeting_published_has_its_minutes",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("those_present", True), _negated=True),
                            ("again_of__isnull", False),
                            _connector="OR",
                        ),
                        name="meeting_of_those_present_is_a_second",
                    ),
                    models.UniqueConstraint(fields=("body", "number"), name="meeting_one_per_number"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Item",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", models.PositiveSmallIntegerField(null=True)),
                ("title", models.CharField(max_length=120)),
                ("words", models.TextField(blank=True, default="")),
                ("source", models.CharField(max_length=11)),
                ("about_kind", models.CharField(blank=True, default="", max_length=30)),
                ("about_id", models.UUIDField(null=True)),
                ("closed", models.BooleanField(default=False)),
                ("kept", models.BooleanField(default=False)),
                ("state", models.CharField(default="waiting", max_length=7)),
                ("listed", models.DateField(null=True)),
                ("noticed", models.BooleanField(default=False)),
                ("carried", models.PositiveSmallIntegerField(default=0)),
                ("outcome", models.TextField(blank=True, default="")),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="items", to="boards.body"
                    ),
                ),
                (
                    "carried_from",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="carried_to",
                        to="boards.item",
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="record.line"),
                ),
                (
                    "put_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="boards.meeting",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["about_kind", "about_id"], name="item_by_subject")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["carried", "heard", "listed", "struck", "waiting"])),
                        name="item_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "source__in",
                                ("chair", "member", "escalation", "petition", "review", "removal", "appointment"),
                            )
                        ),
                        name="item_source_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kept", True), ("state", "struck"), _negated=True),
                        name="item_kept_is_never_struck_off",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("source__in", ("escalation", "petition", "removal")), _negated=True),
                            ("kept", True),
                            _connector="OR",
                        ),
                        name="item_of_an_escalation_is_kept",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["waiting", "struck", "carried"]),
                            models.Q(("meeting__isnull", False), ("number__isnull", False)),
                            _connector="OR",
                        ),
                        name="item_listed_is_on_an_agenda",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "heard"), _negated=True),
                            models.Q(("outcome", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="item_heard_says_what_became_of_it",
                    ),
                    models.UniqueConstraint(fields=("meeting", "number"), name="item_one_per_number"),
                    models.UniqueConstraint(
                        condition=models.Q(("about_id__isnull", False), ("state__in", ["waiting", "listed"])),
                        fields=("body", "about_kind", "about_id"),
                        name="item_one_open_about_a_thing",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Expense",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=9)),
                ("pence", models.PositiveIntegerField()),
                ("words", models.CharField(blank=True, default="", max_length=200)),
                ("state", models.CharField(default="asked", max_length=7)),
                ("reason", models.CharField(blank=True, default="", max_length=200)),
                (
                    "agreed_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="record.line"),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "transfer",
                    models.OneToOneField(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="money.transfer"
                    ),
                ),
                (
                    "mandate",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="expenses",
                        to="boards.mandate",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="expenses", to="boards.meeting"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ("travel", "childcare", "care"))), name="expense_kind_is_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["agreed", "asked", "paid", "refused", "waits"])),
                        name="expense_state_is_known",
                    ),
                    models.CheckConstraint(condition=models.Q(("pence__gt", 0)), name="expense_is_an_amount"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "refused"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="expense_refused_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["agreed", "waits", "paid"]), _negated=True),
                            ("agreed_by__isnull", False),
                            _connector="OR",
                        ),
                        name="expense_is_agreed_first",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["waits", "paid"]), ("transfer__isnull", False)),
                            models.Q(
                                models.Q(("state__in", ["waits", "paid"]), _negated=True), ("transfer__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="expense_paid_has_its_transfer",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "refused"), _negated=True),
                        fields=("meeting", "person", "kind"),
                        name="expense_one_of_a_kind_each",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Correction",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("words", models.TextField()),
                ("on", models.DateField()),
                (
                    "line",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="record.line"),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="corrections", to="boards.meeting"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("words", ""), _negated=True), name="correction_has_words"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Attendance",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("how", models.CharField(max_length=8)),
                ("childcare", models.BooleanField(default=False)),
                ("teller", models.BooleanField(default=False)),
                ("doubt", models.CharField(blank=True, default="", max_length=5)),
                (
                    "line",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="record.line"),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "mandate",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attendances",
                        to="boards.mandate",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="attendances", to="boards.meeting"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["meeting", "how"], name="attendance_by_how")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("how__in", ("coming", "present", "online", "apology", "left"))),
                        name="attendance_how_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("doubt__in", ["", "asked", "out", "there"])),
                        name="attendance_doubt_is_known",
                    ),
                    models.UniqueConstraint(fields=("meeting", "person"), name="attendance_once_each"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Nomination",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(blank=True, default="", max_length=120)),
                ("statement", models.TextField(blank=True, default="")),
                ("groups", models.JSONField(default=dict)),
                ("state", models.CharField(default="offered", max_length=9)),
                ("reason", models.TextField(blank=True, default="")),
                ("consent", models.BooleanField()),
                ("forgotten", models.DateField(null=True)),
                (
                    "election",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="nominations", to="boards.election"
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="record.line"),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["election", "state"], name="nomination_by_election")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["offered", "refused", "stands", "withdrawn"])),
                        name="nomination_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "refused"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="nomination_is_refused_with_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "stands"), _negated=True), ("consent", True), _connector="OR"
                        ),
                        name="nomination_stands_with_consent",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("forgotten__isnull", True), ("person__isnull", False)),
                            models.Q(
                                ("forgotten__isnull", False),
                                ("groups", {}),
                                ("name", ""),
                                ("person__isnull", True),
                                ("statement", ""),
                            ),
                            _connector="OR",
                        ),
                        name="nomination_forgotten_has_no_name",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["offered", "stands"])),
                        fields=("election", "person"),
                        name="nomination_one_each",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Proxy",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("slot", models.PositiveSmallIntegerField()),
                ("words", models.TextField(blank=True, default="")),
                ("paper", models.BooleanField(default=False)),
                ("state", models.CharField(default="given", max_length=9)),
                (
                    "giver",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "holder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="record.line"),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="given", to="boards.meeting"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["given", "withdrawn"])), name="proxy_state_is_known"
                    ),
                    models.CheckConstraint(condition=models.Q(("slot__gte", 1)), name="proxy_has_a_slot"),
                    models.CheckConstraint(
                        condition=models.Q(("giver", models.F("holder")), _negated=True),
                        name="proxy_is_for_somebody_else",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "given")), fields=("meeting", "giver"), name="proxy_one_of_each"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "given")),
                        fields=("meeting", "holder", "slot"),
                        name="proxy_one_per_slot",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Recall",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("why", models.TextField(blank=True, default="")),
                ("again_from", models.DateField(null=True)),
                ("state", models.CharField(default="signing", max_length=8)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="recalls", to="boards.body"
                    ),
                ),
                (
                    "election",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="boards.election"
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="record.line"),
                ),
                (
                    "mandate",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recalls",
                        to="boards.mandate",
                    ),
                ),
                (
                    "petition",
                    models.OneToOneField(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="powers.petition"
                    ),
                ),
                (
                    "poll",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ballots.poll"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["body", "state"], name="recall_by_body")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["kept", "lapsed", "reached", "recalled", "signing", "voting"])
                        ),
                        name="recall_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["voting", "recalled"]), _negated=True),
                            models.Q(("petition__isnull", False), ("poll__isnull", False)),
                            _connector="OR",
                        ),
                        name="recall_is_voted_on_after_its_names",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("mandate__isnull", False), ("state__in", ["signing", "reached", "voting"])),
                        fields=("mandate",),
                        name="recall_one_of_a_member_at_a_time",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("mandate__isnull", True), ("state__in", ["signing", "reached", "voting"])),
                        fields=("body",),
                        name="recall_one_of_the_board_at_a_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Removal",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("decides", models.CharField(max_length=7)),
                ("concern", models.TextField()),
                ("plan", models.TextField(blank=True, default="")),
                ("plan_until", models.DateField(null=True)),
                ("facts", models.TextField(blank=True, default="")),
                ("facts_shown", models.DateTimeField(null=True)),
                ("hearing_from", models.DateTimeField(null=True)),
                ("hearing_at", models.DateTimeField(null=True)),
                ("hearing_where", models.CharField(blank=True, default="", max_length=200)),
                ("reply", models.TextField(blank=True, default="")),
                ("reply_public", models.BooleanField(default=False)),
                ("replied", models.DateTimeField(null=True)),
                ("reasons", models.TextField(blank=True, default="")),
                ("instruction", models.TextField(blank=True, default="")),
                ("voted_from", models.DateTimeField(null=True)),
                ("resolution", models.UUIDField(null=True)),
                ("why", models.TextField(blank=True, default="")),
                ("state", models.CharField(default="concern", max_length=7)),
                (
                    "due",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="promises.promise"
                    ),
                ),
                (
                    "employer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.organisation",
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="record.line"),
                ),
                (
                    "mandate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="removals", to="boards.mandate"
                    ),
                ),
                (
                    "poll",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ballots.poll"
                    ),
                ),
                (
                    "read_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "reasons_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["state"], name="removal_by_state")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["concern", "dropped", "hearing", "kept", "plan", "removed", "vote"])
                        ),
                        name="removal_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("decides__in", ("members", "board"))),
                        name="removal_is_decided_by_members_or_board",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("concern", ""), _negated=True), name="removal_starts_with_a_concern"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["concern", "dropped"]),
                            models.Q(models.Q(("plan", ""), _negated=True), ("plan_until__isnull", False)),
                            _connector="OR",
                        ),
                        name="removal_has_a_plan_first",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["concern", "plan", "dropped"]),
                            models.Q(
                                models.Q(("facts", ""), _negated=True),
                                ("facts_shown__isnull", False),
                                ("hearing_at__gte", models.F("hearing_from")),
                                ("hearing_from__gt", models.F("facts_shown")),
                            ),
                            _connector="OR",
                        ),
                        name="removal_facts_are_shown_before_the_hearing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["vote", "removed"]), _negated=True),
                            models.Q(
                                ("hearing_at__isnull", False),
                                ("read_by__isnull", False),
                                ("voted_from__gte", models.F("hearing_at")),
                                models.Q(("reasons", ""), _negated=True),
                                models.Q(("instruction", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="removal_no_vote_without_a_hearing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("read_by__isnull", True),
                            models.Q(("read_by", models.F("reasons_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="removal_reasons_read_by_a_second",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "removed"), _negated=True),
                            ("poll__isnull", False),
                            ("resolution__isnull", False),
                            _connector="OR",
                        ),
                        name="removal_is_voted",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "dropped"), _negated=True),
                            models.Q(("why", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="removal_dropped_says_why",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["concern", "plan", "hearing", "vote"])),
                        fields=("mandate",),
                        name="removal_one_at_a_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Resolution",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("words", models.TextField()),
                ("kind", models.CharField(max_length=14)),
                ("state", models.CharField(default="open", max_length=6)),
                ("opened", models.DateTimeField()),
                ("yes", models.PositiveIntegerField(default=0)),
                ("no", models.PositiveIntegerField(default=0)),
                ("abstained", models.PositiveIntegerField(default=0)),
                ("by_proxy", models.PositiveIntegerField(default=0)),
                ("weighted", models.BooleanField(default=False)),
                ("present", models.PositiveIntegerField(default=0)),
                ("proxies", models.PositiveIntegerField(default=0)),
                ("quorum", models.PositiveIntegerField(default=0)),
                ("mandate", models.BooleanField(default=False)),
                ("carried", models.BooleanField(default=False)),
                ("doubt", models.CharField(blank=True, default="", max_length=5)),
                ("why", models.TextField(blank=True, default="")),
                ("pence", models.BigIntegerField(null=True)),
                (
                    "decision",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="powers.decision"
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="resolutions", to="boards.item"
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="record.line"),
                ),
                (
                    "power",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="powers.power"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["item", "opened"], name="resolution_by_item")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["ordinary", "three-quarters", "two-thirds"])),
                        name="resolution_kind_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["open", "closed"])), name="resolution_state_is_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("words", ""), _negated=True), name="resolution_has_words"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("mandate", True), _negated=True),
                            models.Q(("present__gte", models.F("quorum")), ("quorum__gt", 0)),
                            _connector="OR",
                        ),
                        name="resolution_mandate_has_its_quorum",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("carried", True), _negated=True),
                            models.Q(("mandate", True), ("state", "closed")),
                            _connector="OR",
                        ),
                        name="resolution_carried_has_a_mandate",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("doubt", ""),
                            models.Q(("doubt__in", ["asked", "fell"]), ("mandate", True)),
                            _connector="OR",
                        ),
                        name="resolution_in_doubt_had_a_mandate",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("carried", True), _negated=True),
                            models.Q(("kind", "ordinary"), ("yes__gt", models.F("no"))),
                            models.Q(
                                ("kind", "two-thirds"),
                                ("yes__gt", 0),
                                (
                                    "yes__gte",
                                    django.db.models.expressions.CombinedExpression(
                                        models.Value(2), "*", models.F("no")
                                    ),
                                ),
                            ),
                            models.Q(
                                ("kind", "three-quarters"),
                                ("yes__gt", 0),
                                (
                                    "yes__gte",
                                    django.db.models.expressions.CombinedExpression(
                                        models.Value(3), "*", models.F("no")
                                    ),
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="resolution_carried_by_its_majority",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("weighted", True),
                            (
                                "present__gte",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("yes"), "+", models.F("no")
                                        ),
                                        "+",
                                        models.F("abstained"),
                                    ),
                                    "-",
                                    models.F("proxies"),
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="resolution_counts_no_more_votes_than_voters",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("by_proxy__lte", models.F("proxies"))),
                        name="resolution_counts_proxies_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decision__isnull", True),
                            models.Q(("carried", True), ("power__isnull", False)),
                            _connector="OR",
                        ),
                        name="resolution_decides_when_carried",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "open")), fields=("item",), name="resolution_one_vote_at_a_time"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Hand",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("choice", models.CharField(max_length=7)),
                ("weight", models.PositiveIntegerField(default=1)),
                (
                    "line",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="record.line"),
                ),
                (
                    "mandate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="hands", to="boards.mandate"
                    ),
                ),
                (
                    "resolution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="hands", to="boards.resolution"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("choice__in", ("yes", "no", "abstain"))), name="hand_choice_is_known"
                    ),
                    models.UniqueConstraint(fields=("resolution", "mandate"), name="hand_one_of_each"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", models.PositiveSmallIntegerField()),
                ("since", models.DateField()),
                ("until", models.DateField()),
                ("due", models.DateField()),
                ("comment_until", models.DateField(null=True)),
                ("found", models.TextField(blank=True, default="")),
                ("state", models.CharField(default="due", max_length=9)),
                (
                    "line",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="record.line"),
                ),
                (
                    "mandate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reviews", to="boards.mandate"
                    ),
                ),
                (
                    "promise",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="promises.promise"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["state", "due"], name="review_by_state")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["commented", "done", "due", "facts"])),
                        name="review_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("due__gte", models.F("until")), ("until__gt", models.F("since"))),
                        name="review_of_a_time_that_is_over",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state", "due"), ("comment_until__isnull", False), _connector="OR"),
                        name="review_leaves_time_for_comments",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "done"), _negated=True),
                            models.Q(("found", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="review_done_says_what_it_found",
                    ),
                    models.UniqueConstraint(fields=("mandate", "number"), name="review_one_after_the_other"),
                ],
            },
        ),
        migrations.AddField(
            model_name="figure",
            name="review",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="figures", to="boards.review"
            ),
        ),
        migrations.CreateModel(
            name="Seat",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", models.PositiveSmallIntegerField()),
                ("group", models.CharField(blank=True, default="", max_length=80)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="seats", to="boards.body"
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="record.line"),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("body", "number"), name="seat_one_per_number")],
            },
        ),
        migrations.AddField(
            model_name="mandate",
            name="seat",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="mandates", to="boards.seat"
            ),
        ),
        migrations.CreateModel(
            name="Seconding",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "line",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="record.line"),
                ),
                (
                    "nomination",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="secondings", to="boards.nomination"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("nomination", "person"), name="seconding_once_each")],
            },
        ),
        migrations.CreateModel(
            name="Tally",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("round", models.PositiveSmallIntegerField()),
                ("yes", models.PositiveIntegerField()),
                ("no", models.PositiveIntegerField()),
                ("abstained", models.PositiveIntegerField()),
                ("by_proxy", models.PositiveIntegerField()),
                (
                    "line",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="record.line"),
                ),
                (
                    "resolution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="tallies", to="boards.resolution"
                    ),
                ),
                (
                    "teller",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("resolution", "round", "teller"), name="tally_once_each")
                ],
            },
        ),
        migrations.CreateModel(
            name="Task",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("words", models.CharField(max_length=200)),
                ("owner", models.CharField(max_length=30)),
                ("day", models.DateField()),
                (
                    "item",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="tasks", to="boards.item"
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="record.line"),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="tasks", to="boards.meeting"
                    ),
                ),
                (
                    "promise",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="promises.promise"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("words", ""), _negated=True), name="task_has_words")
                ],
            },
        ),
        migrations.CreateModel(
            name="TermsChange",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("terms", models.JSONField()),
                ("reason", models.TextField()),
                ("state", models.CharField(default="asked", max_length=7)),
                (
                    "agreed_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="changes", to="boards.body"
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="record.line"),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["asked", "agreed", "dropped"])),
                        name="terms_change_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "agreed"), _negated=True),
                            models.Q(
                                ("agreed_by__isnull", False),
                                models.Q(("agreed_by", models.F("asked_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="terms_change_takes_two",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="terms_change_has_a_reason"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "asked")), fields=("body",), name="terms_change_one_at_a_time"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Vacancy",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("since", models.DateField()),
                ("way", models.CharField(max_length=11)),
                ("state", models.CharField(default="open", max_length=10)),
                ("why", models.TextField(blank=True, default="")),
                ("offered_until", models.DateField(null=True)),
                ("gone", models.JSONField(default=list)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="vacancies", to="boards.body"
                    ),
                ),
                (
                    "election",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="vacancies",
                        to="boards.election",
                    ),
                ),
                (
                    "filled_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="boards.mandate"
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="record.line"),
                ),
                (
                    "mandate",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="boards.mandate"
                    ),
                ),
                (
                    "offered",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="boards.nomination"
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="vacancies", to="boards.seat"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["body", "state"], name="vacancy_by_body")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["filled", "filling", "kept-empty", "open"])),
                        name="vacancy_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("way__in", ("countback", "by-election", "next", "co-option"))),
                        name="vacancy_way_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "filled"), _negated=True), ("filled_by__isnull", False), _connector="OR"
                        ),
                        name="vacancy_filled_by_someone",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "kept-empty"), _negated=True),
                            models.Q(("why", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="vacancy_kept_empty_says_why",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["open", "filling"])),
                        fields=("seat",),
                        name="vacancy_one_at_a_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Applicant",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(blank=True, default="", max_length=120)),
                ("words", models.TextField(blank=True, default="")),
                ("marks", models.JSONField(default=dict)),
                ("points", models.PositiveIntegerField(null=True)),
                ("state", models.CharField(default="applied", max_length=9)),
                ("reason", models.TextField(blank=True, default="")),
                ("forgotten", models.DateField(null=True)),
                (
                    "line",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="record.line"),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "appointment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="applicants", to="boards.appointment"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["applied", "left-out", "stands", "withdrawn"])),
                        name="applicant_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "left-out"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="applicant_left_out_with_reasons",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "stands"), _negated=True),
                            models.Q(("person__isnull", False), ("points__isnull", False)),
                            _connector="OR",
                        ),
                        name="applicant_who_stands_is_known_and_judged",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("forgotten__isnull", True),
                            models.Q(("name", ""), ("person__isnull", True), ("words", "")),
                            _connector="OR",
                        ),
                        name="applicant_forgotten_has_no_name",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(models.Q(("state", "withdrawn"), _negated=True), ("person__isnull", False)),
                        fields=("appointment", "person"),
                        name="applicant_once_each",
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="confidence",
            index=models.Index(fields=["reader", "state"], name="confidence_by_reader"),
        ),
        migrations.AddConstraint(
            model_name="figure",
            constraint=models.UniqueConstraint(fields=("review", "key", "number"), name="figure_one_after_the_other"),
        ),
        migrations.AddConstraint(
            model_name="mandate",
            constraint=models.UniqueConstraint(
                condition=models.Q(models.Q(("state", "ended"), _negated=True), ("seat__isnull", False)),
                fields=("seat",),
                name="mandate_one_holder_a_seat",
            ),
        ),
    ]
