import django.db.models.deletion
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
        ("promises", "0002_promise_met_by"),
        ("record", "0003_once_doer"),
    ]

    operations = [
        migrations.CreateModel(
            name="Cut",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("from_pence", models.BigIntegerField()),
                ("to_pence", models.BigIntegerField()),
                ("reasons", models.TextField()),
                ("notice", models.DateField()),
                ("starts", models.DateField()),
                ("state", models.CharField(default="noticed", max_length=7)),
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
                    "power",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="cuts", to="powers.power"
                    ),
                ),
                (
                    "returned",
                    models.OneToOneField(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="money.transfer"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("reasons", ""), _negated=True), name="cut_has_reasons"),
                    models.CheckConstraint(
                        condition=models.Q(("from_pence__gt", models.F("to_pence")), ("to_pence__gte", 0)),
                        name="cut_makes_it_less",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("starts__gt", models.F("notice"))), name="cut_comes_after_its_notice"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["noticed", "voting", "done", "dropped"])),
                        name="cut_state_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Idea",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", models.PositiveIntegerField()),
                ("how", models.CharField(default="online", max_length=6)),
                ("title", models.CharField(max_length=80)),
                ("words", models.TextField()),
                ("where", models.CharField(blank=True, default="", max_length=120)),
                ("category", models.CharField(max_length=30)),
                ("language", models.CharField(default="en", max_length=3)),
                ("state", models.CharField(default="said", max_length=12)),
                ("eligible", models.BooleanField(null=True)),
                ("pence", models.BigIntegerField(null=True)),
                ("upkeep_pence", models.BigIntegerField(null=True)),
                ("answer_by", models.DateField(null=True)),
                ("reason", models.TextField(blank=True, default="")),
                ("said", models.DateField()),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "check_due",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="promises.promise"
                    ),
                ),
                (
                    "due",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="promises.promise"
                    ),
                ),
                (
                    "into",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="parts", to="budgets.idea"
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
                            (
                                "state__in",
                                [
                                    "agreed",
                                    "appealed",
                                    "carried",
                                    "costed",
                                    "disputed",
                                    "funded",
                                    "merged",
                                    "not-funded",
                                    "on-the-vote",
                                    "refused",
                                    "said",
                                    "withdrawn",
                                ],
                            )
                        ),
                        name="idea_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("author__isnull", False), ("asked_by__isnull", False), _connector="OR"),
                        name="idea_has_someone_to_ask",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["refused", "withdrawn", "not-funded", "carried"]), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="idea_never_goes_without_reasons",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "merged"), _negated=True), ("into__isnull", False), _connector="OR"
                        ),
                        name="idea_merged_says_into_which",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state__in", ["costed", "agreed", "disputed", "on-the-vote", "funded"]), _negated=True
                            ),
                            models.Q(("pence__gt", 0), ("upkeep_pence__gte", 0)),
                            _connector="OR",
                        ),
                        name="idea_costed_has_its_cost",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["on-the-vote", "funded", "not-funded"]), _negated=True),
                            ("eligible", True),
                            _connector="OR",
                        ),
                        name="idea_on_the_vote_was_checked",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Project",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("pence", models.BigIntegerField()),
                ("spent_pence", models.BigIntegerField(default=0)),
                ("state", models.CharField(default="set-aside", max_length=9)),
                ("officer", models.CharField(default="officer", max_length=30)),
                ("reason", models.TextField(blank=True, default="")),
                ("started", models.DateField(null=True)),
                ("done", models.DateField(null=True)),
                (
                    "decision",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="powers.decision"
                    ),
                ),
                (
                    "first_step",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="promises.promise"
                    ),
                ),
                (
                    "hold",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="money.transfer"
                    ),
                ),
                (
                    "idea",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="projects", to="budgets.idea"
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="record.line"),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.organisation",
                    ),
                ),
                (
                    "starter",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["done", "over", "set-aside", "started", "stopped"])),
                        name="project_state_is_known",
                    ),
                    models.CheckConstraint(condition=models.Q(("pence__gt", 0)), name="project_costs_something"),
                    models.CheckConstraint(
                        condition=models.Q(("spent_pence__gte", 0), ("spent_pence__lte", models.F("pence"))),
                        name="project_spends_its_own",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "stopped"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="project_stops_with_reasons",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "done"), _negated=True), ("done__isnull", False), _connector="OR"
                        ),
                        name="project_done_has_its_day",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "stopped"), _negated=True),
                        fields=("idea",),
                        name="project_one_of_an_idea",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Plan",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", models.PositiveSmallIntegerField()),
                ("to_pence", models.BigIntegerField()),
                ("words", models.TextField()),
                ("state", models.CharField(default="said", max_length=7)),
                (
                    "cut",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="plans", to="budgets.cut"
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="record.line"),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="plans", to="budgets.project"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("words", ""), _negated=True), name="plan_says_what_is_missing"
                    ),
                    models.CheckConstraint(condition=models.Q(("to_pence__gte", 0)), name="plan_keeps_nothing_or_more"),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["said", "back", "kept", "shrunk"])),
                        name="plan_state_is_known",
                    ),
                    models.UniqueConstraint(fields=("cut", "project", "number"), name="plan_one_after_the_other"),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "back"), _negated=True),
                        fields=("cut", "project"),
                        name="plan_one_of_a_project",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Change",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", models.PositiveSmallIntegerField()),
                ("from_pence", models.BigIntegerField()),
                ("to_pence", models.BigIntegerField()),
                ("reasons", models.TextField()),
                ("way", models.CharField(max_length=12)),
                ("state", models.CharField(default="asked", max_length=7)),
                ("answer", models.CharField(blank=True, default="", max_length=8)),
                (
                    "due",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="promises.promise"
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
                    "poll",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ballots.poll"
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="changes", to="budgets.project"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "asked")), fields=("project",), name="change_one_asked_at_a_time"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", "raise"), _negated=True), ("poll__isnull", False), _connector="OR"
                        ),
                        name="change_above_the_terms_is_voted_on",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reasons", ""), _negated=True), name="change_has_reasons"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("way__in", ("officer", "next-project", "poll"))), name="change_way_is_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["asked", "done", "refused", "undone"])),
                        name="change_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("from_pence__gt", 0), ("to_pence__gt", 0)), name="change_is_between_amounts"
                    ),
                    models.UniqueConstraint(fields=("project", "number"), name="change_one_after_the_other"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Round",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("title", models.CharField(max_length=120)),
                ("words", models.TextField(blank=True, default="")),
                ("purse_pence", models.BigIntegerField()),
                ("state", models.CharField(default="ideas", max_length=10)),
                ("opened", models.DateField()),
                ("ideas_until", models.DateField()),
                ("costing_until", models.DateField()),
                ("votes_from", models.DateField()),
                ("votes_until", models.DateField()),
                ("terms", models.JSONField()),
                ("ideas_count", models.PositiveIntegerField(default=0)),
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
                    "outside",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="money.pot"),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rounds", to="places.place"
                    ),
                ),
                (
                    "poll",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ballots.poll"
                    ),
                ),
                (
                    "pot",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="money.pot"),
                ),
                (
                    "power",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rounds", to="powers.power"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["place", "state"], name="round_by_place")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["costing", "delivering", "ideas", "over", "voting"])),
                        name="round_state_is_known",
                    ),
                    models.CheckConstraint(condition=models.Q(("purse_pence__gt", 0)), name="round_has_money"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("costing_until__gte", models.F("ideas_until")),
                            ("ideas_until__gte", models.F("opened")),
                            ("votes_from__gt", models.F("costing_until")),
                            ("votes_until__gte", models.F("votes_from")),
                        ),
                        name="round_days_follow_each_other",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["ideas", "costing", "over"]), ("poll__isnull", False), _connector="OR"
                        ),
                        name="round_is_voted_on",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="project",
            name="round",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="projects", to="budgets.round"
            ),
        ),
        migrations.AddField(
            model_name="idea",
            name="round",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="ideas", to="budgets.round"
            ),
        ),
        migrations.AddField(
            model_name="cut",
            name="round",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="cuts", to="budgets.round"
            ),
        ),
        migrations.CreateModel(
            name="Small",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("title", models.CharField(max_length=120)),
                ("words", models.TextField(blank=True, default="")),
                ("group", models.CharField(max_length=80)),
                ("pence", models.BigIntegerField()),
                ("state", models.CharField(default="asked", max_length=9)),
                ("asked", models.DateTimeField()),
                ("reason", models.TextField(blank=True, default="")),
                (
                    "asker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="powers.decision"
                    ),
                ),
                (
                    "hold",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="money.transfer"
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="record.line"),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="smalls", to="places.place"
                    ),
                ),
                (
                    "pot",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="money.pot"),
                ),
                (
                    "power",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="smalls", to="powers.power"
                    ),
                ),
                (
                    "promise",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="promises.promise"
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="smalls",
                        to="budgets.round",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["place", "state"], name="small_by_place")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["asked", "lapsed", "paid", "refused", "released", "withdrawn"])
                        ),
                        name="small_state_is_known",
                    ),
                    models.CheckConstraint(condition=models.Q(("pence__gt", 0)), name="small_is_some_money"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["released", "paid"]), _negated=True),
                            ("hold__isnull", False),
                            _connector="OR",
                        ),
                        name="small_is_held",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "refused"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="small_is_refused_with_reasons",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SmallYes",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("concerned", models.BooleanField()),
                (
                    "helper",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
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
                    "small",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="yeses", to="budgets.small"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("small", "person"), name="small_yes_once_per_person"),
                    models.UniqueConstraint(fields=("small", "given_by"), name="small_yes_once_by_each"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Stage",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", models.PositiveSmallIntegerField()),
                ("title", models.CharField(max_length=120)),
                ("due", models.DateField()),
                ("needs_yes", models.BooleanField(default=False)),
                ("state", models.CharField(default="waiting", max_length=9)),
                ("done", models.DateField(null=True)),
                ("reason", models.TextField(blank=True, default="")),
                (
                    "line",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="record.line"),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="stages", to="budgets.project"
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
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["waiting", "shown", "done", "cancelled"])),
                        name="stage_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "done"), _negated=True), ("done__isnull", False), _connector="OR"
                        ),
                        name="stage_done_has_its_day",
                    ),
                    models.UniqueConstraint(fields=("project", "number"), name="stage_one_after_the_other"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Evidence",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("words", models.TextField()),
                ("photo", models.CharField(blank=True, default="", max_length=80)),
                ("sha256", models.CharField(blank=True, default="", max_length=64)),
                ("width", models.PositiveIntegerField(null=True)),
                ("height", models.PositiveIntegerField(null=True)),
                ("bill_pence", models.BigIntegerField(null=True)),
                ("on", models.DateField()),
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
                    "stage",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="evidence", to="budgets.stage"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("words", ""), _negated=True), name="evidence_says_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("photo", ""), models.Q(("sha256", ""), _negated=True), _connector="OR"),
                        name="evidence_photo_has_its_digest",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Stall",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("where", models.CharField(max_length=120)),
                ("day", models.DateField()),
                ("asked", models.PositiveIntegerField()),
                ("group", models.CharField(blank=True, default="", max_length=80)),
                (
                    "line",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="record.line"),
                ),
                (
                    "outreach",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="stalls", to="budgets.round"
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="idea",
            name="stall",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="ideas", to="budgets.stall"
            ),
        ),
        migrations.CreateModel(
            name="Together",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("idea_yes", models.BooleanField(null=True)),
                ("other_yes", models.BooleanField(null=True)),
                ("words", models.TextField(blank=True, default="")),
                ("state", models.CharField(default="asked", max_length=7)),
                (
                    "idea",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="gathers", to="budgets.idea"
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="record.line"),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="joins", to="budgets.idea"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("idea", models.F("other")), _negated=True), name="together_are_two_ideas"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["asked", "done", "refused"])), name="together_state_is_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "done"), _negated=True),
                            models.Q(("idea_yes", True), ("other_yes", True)),
                            _connector="OR",
                        ),
                        name="together_takes_the_yes_of_both",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "asked")), fields=("idea", "other"), name="together_asked_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Translation",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", models.PositiveSmallIntegerField()),
                ("language", models.CharField(max_length=3)),
                ("title", models.CharField(max_length=80)),
                ("words", models.TextField()),
                (
                    "idea",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="translations", to="budgets.idea"
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="record.line"),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("idea", "number"), name="translation_one_after_the_other")
                ],
            },
        ),
        migrations.CreateModel(
            name="Yes",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("yes", models.BooleanField()),
                ("words", models.TextField(blank=True, default="")),
                (
                    "evidence",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="budgets.evidence"
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
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
                    "stage",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="budgets.stage"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("yes", True), models.Q(("words", ""), _negated=True), _connector="OR"),
                        name="yes_or_says_what_is_missing",
                    ),
                    models.UniqueConstraint(fields=("evidence", "person"), name="yes_once_per_person"),
                    models.UniqueConstraint(fields=("evidence", "given_by"), name="yes_once_by_each"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Estimate",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", models.PositiveSmallIntegerField()),
                ("pence", models.BigIntegerField()),
                ("upkeep_pence", models.BigIntegerField()),
                ("upkeep_from", models.CharField(blank=True, default="", max_length=120)),
                ("reasons", models.TextField()),
                ("answer", models.CharField(blank=True, default="", max_length=8)),
                ("answer_words", models.TextField(blank=True, default="")),
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
                    "idea",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="estimates", to="budgets.idea"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("pence__gt", 0), ("upkeep_pence__gte", 0)), name="estimate_is_some_money"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reasons", ""), _negated=True), name="estimate_has_reasons"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("answer__in", ["", "agrees", "disputes", "silent"])),
                        name="estimate_answer_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", "disputes"), _negated=True),
                            models.Q(("answer_words", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="estimate_disputed_says_why",
                    ),
                    models.UniqueConstraint(fields=("idea", "number"), name="estimate_one_after_the_other"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Check",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("outside", models.BooleanField()),
                ("yes", models.BooleanField()),
                ("reasons", models.TextField(blank=True, default="")),
                (
                    "checker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="record.line"),
                ),
                (
                    "idea",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="checks", to="budgets.idea"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("yes", True), models.Q(("reasons", ""), _negated=True), _connector="OR"),
                        name="check_that_says_no_has_reasons",
                    ),
                    models.UniqueConstraint(fields=("idea", "checker"), name="check_once_per_checker"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Appeal",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("reasons", models.TextField()),
                ("state", models.CharField(default="waiting", max_length=7)),
                ("votes_for", models.PositiveIntegerField(null=True)),
                ("votes_against", models.PositiveIntegerField(null=True)),
                ("met", models.CharField(blank=True, default="", max_length=200)),
                ("answer", models.TextField(blank=True, default="")),
                (
                    "line",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="record.line"),
                ),
                (
                    "idea",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="appeals", to="budgets.idea"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reasons", ""), _negated=True), name="appeal_has_reasons"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "waiting"),
                            models.Q(("state", "upheld"), ("votes_for__gt", models.F("votes_against"))),
                            models.Q(("state", "refused"), ("votes_for__lte", models.F("votes_against"))),
                            _connector="OR",
                        ),
                        name="appeal_goes_as_the_holders_say",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "waiting")), fields=("idea",), name="appeal_one_at_a_time"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Apart",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("reasons", models.TextField()),
                ("gone", models.BooleanField(default=False)),
                (
                    "line",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="record.line"),
                ),
                (
                    "idea",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="apart", to="budgets.idea"
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="budgets.idea"),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("idea", models.F("other")), _negated=True), name="apart_are_two_ideas"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reasons", ""), _negated=True), name="apart_has_reasons"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("gone", False)), fields=("idea", "other"), name="apart_said_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Interest",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("role", models.CharField(max_length=30)),
                ("words", models.TextField(blank=True, default="")),
                (
                    "idea",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="interests", to="budgets.idea"
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
                "indexes": [models.Index(fields=["idea", "person"], name="interest_by_idea")],
            },
        ),
        migrations.CreateModel(
            name="Objection",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("words", models.TextField()),
                (
                    "given_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
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
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="objections", to="budgets.plan"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("words", ""), _negated=True), name="objection_has_reasons"
                    ),
                    models.UniqueConstraint(fields=("plan", "person"), name="objection_once_per_person"),
                    models.UniqueConstraint(fields=("plan", "given_by"), name="objection_once_by_each"),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="project",
            index=models.Index(fields=["round", "state"], name="project_by_round"),
        ),
        migrations.AddConstraint(
            model_name="cut",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["noticed", "voting"])), fields=("round",), name="cut_one_at_a_time"
            ),
        ),
        migrations.AddIndex(
            model_name="idea",
            index=models.Index(fields=["round", "state", "number"], name="idea_by_round"),
        ),
        migrations.AddConstraint(
            model_name="idea",
            constraint=models.CheckConstraint(
                condition=models.Q(("how__in", ["online", "paper", "phone", "stall"])), name="idea_came_by_a_known_way"
            ),
        ),
        migrations.AddConstraint(
            model_name="idea",
            constraint=models.UniqueConstraint(fields=("round", "number"), name="idea_one_number_each"),
        ),
    ]
