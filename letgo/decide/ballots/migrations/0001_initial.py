import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_initial"),
        ("places", "0001_initial"),
        ("powers", "0002_vetoanswer"),
        ("record", "0003_once_doer"),
    ]

    operations = [
        migrations.CreateModel(
            name="Poll",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("question", models.CharField(max_length=200)),
                ("words", models.TextField(blank=True, default="")),
                ("method", models.CharField(max_length=20)),
                ("settings", models.JSONField(default=dict)),
                ("edition", models.CharField(max_length=40)),
                ("secrecy", models.CharField(default="secret", max_length=10)),
                ("about_kind", models.CharField(blank=True, default="", max_length=30)),
                ("about_id", models.UUIDField(null=True)),
                ("purse_pence", models.BigIntegerField(null=True)),
                ("none_option", models.BooleanField(default=True)),
                ("add_names", models.PositiveIntegerField(null=True)),
                ("notice", models.DateTimeField()),
                ("opens", models.DateTimeField()),
                ("closes", models.DateTimeField()),
                ("extended_minutes", models.PositiveIntegerField(default=0)),
                ("quorum", models.PositiveIntegerField(default=0)),
                ("object_days", models.PositiveSmallIntegerField(default=7)),
                ("effect", models.CharField(blank=True, default="", max_length=60)),
                ("effect_args", models.JSONField(default=dict)),
                ("seed_from", models.CharField(max_length=200)),
                ("seed", models.CharField(blank=True, default="", max_length=100)),
                ("roll_day", models.DateField()),
                ("as_of", models.DateField(null=True)),
                ("roll_size", models.PositiveIntegerField()),
                ("roll_root", models.CharField(max_length=64)),
                ("ballots", models.PositiveIntegerField(null=True)),
                ("paper", models.PositiveIntegerField(null=True)),
                ("replaced", models.PositiveIntegerField(null=True)),
                ("spoilt", models.PositiveIntegerField(null=True)),
                ("late", models.PositiveIntegerField(null=True)),
                ("lost", models.PositiveIntegerField(null=True)),
                ("declared", models.DateTimeField(null=True)),
                ("state", models.CharField(default="called", max_length=10)),
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
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="polls", to="places.place"
                    ),
                ),
                (
                    "power",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="polls", to="powers.power"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["place", "state"], name="poll_by_place"),
                    models.Index(fields=["state", "closes"], name="poll_by_state"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "called",
                                    "closed",
                                    "closing",
                                    "counted",
                                    "declared",
                                    "done",
                                    "open",
                                    "upheld",
                                    "void",
                                ],
                            )
                        ),
                        name="poll_in_a_known_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "method__in",
                                [
                                    "approval",
                                    "av",
                                    "equal-shares",
                                    "greedy",
                                    "plurality",
                                    "ranked-pairs",
                                    "scottish-stv",
                                    "yes-no",
                                ],
                            )
                        ),
                        name="poll_method_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("opens__lt", models.F("closes")), ("notice__lte", models.F("opens"))),
                        name="poll_opens_after_notice",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("roll_root", ""), _negated=True), name="poll_has_a_frozen_roll"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["called", "open", "closing", "void"]),
                            ("ballots__isnull", False),
                            _connector="OR",
                        ),
                        name="poll_closed_has_its_counts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["counted", "declared", "done", "upheld"]), _negated=True),
                            models.Q(("seed", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="poll_counted_has_its_seed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["declared", "done"]), _negated=True),
                            ("declared__isnull", False),
                            _connector="OR",
                        ),
                        name="poll_declared_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("purse_pence__isnull", True), ("purse_pence__gt", 0), _connector="OR"),
                        name="poll_purse_is_some",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RollEntry",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("ground", models.CharField(max_length=20)),
                ("number", models.PositiveIntegerField()),
                ("salt", models.CharField(max_length=64)),
                ("leaf", models.CharField(max_length=64)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "poll",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="roll", to="ballots.poll"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("poll", "number"), name="roll_one_per_number"),
                    models.UniqueConstraint(fields=("poll", "person"), name="roll_one_per_person"),
                ],
            },
        ),
        migrations.CreateModel(
            name="PaperBatch",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", models.PositiveIntegerField()),
                ("papers", models.PositiveIntegerField()),
                ("state", models.CharField(default="typing", max_length=7)),
                ("alone", models.BooleanField(default=False)),
                (
                    "line",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="record.line"),
                ),
                (
                    "poll",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="batches", to="ballots.poll"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("poll", "number"), name="batch_one_per_number"),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["typing", "differs", "settled"])),
                        name="batch_in_a_known_state",
                    ),
                    models.CheckConstraint(condition=models.Q(("papers__gte", 1)), name="batch_holds_papers"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Beat",
            fields=[
                (
                    "poll",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="beat",
                        serialize=False,
                        to="ballots.poll",
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Agent",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="agents", to="ballots.poll"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("poll", "person"), name="agent_once_per_poll")],
            },
        ),
        migrations.CreateModel(
            name="Countback",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", models.PositiveSmallIntegerField()),
                ("leaver", models.PositiveIntegerField()),
                ("kept", models.JSONField()),
                ("gone", models.JSONField()),
                ("filled", models.PositiveIntegerField(null=True)),
                ("report", models.JSONField()),
                ("certificate", models.BinaryField()),
                ("digest", models.CharField(max_length=64)),
                (
                    "line",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="record.line"),
                ),
                (
                    "poll",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="countbacks", to="ballots.poll"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("poll", "number"), name="countback_one_per_number")],
            },
        ),
        migrations.CreateModel(
            name="OpenBallot",
            fields=[
                ("key", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("picks", models.TextField()),
                ("tracker", models.CharField(max_length=16)),
                (
                    "poll",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ballots.poll",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="OpenMark",
            fields=[
                (
                    "entry",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="open_mark",
                        serialize=False,
                        to="ballots.rollentry",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PaperReceived",
            fields=[
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="paper",
                        serialize=False,
                        to="ballots.rollentry",
                    ),
                ),
                ("when", models.CharField(max_length=7)),
                ("admitted", models.BooleanField(default=True)),
                ("state", models.CharField(default="received", max_length=8)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["received", "lost", "spoilt", "aside"]), ("when__in", ["in-time", "late"])
                        ),
                        name="paper_came_somehow",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Help",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("agreed", models.CharField(max_length=200)),
                (
                    "helper",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
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
                    "poll",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="helps", to="ballots.poll"
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ballots.rollentry"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("poll", "entry", "helper"), name="help_once_per_two")],
            },
        ),
        migrations.CreateModel(
            name="Option",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", models.PositiveIntegerField()),
                ("title", models.CharField(max_length=120)),
                ("words", models.TextField(blank=True, default="")),
                ("category", models.CharField(blank=True, default="", max_length=60)),
                ("cost_pence", models.BigIntegerField(null=True)),
                ("about_kind", models.CharField(blank=True, default="", max_length=30)),
                ("about_id", models.UUIDField(null=True)),
                ("none", models.BooleanField(default=False)),
                ("added", models.BooleanField(default=False)),
                ("withdrawn", models.BooleanField(default=False)),
                ("reason", models.TextField(blank=True, default="")),
                (
                    "line",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="record.line"),
                ),
                (
                    "poll",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="options", to="ballots.poll"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("poll", "number"), name="option_one_per_number"),
                    models.UniqueConstraint(
                        condition=models.Q(("none", True)), fields=("poll",), name="option_one_none_of_these"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdrawn", False), models.Q(("reason", ""), _negated=True), _connector="OR"
                        ),
                        name="option_is_withdrawn_with_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("cost_pence__isnull", True), ("cost_pence__gt", 0), _connector="OR"),
                        name="option_cost_is_some",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Backing",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ballots.rollentry"
                    ),
                ),
                (
                    "option",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="backings", to="ballots.option"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("option", "entry"), name="backing_once_per_voter")],
            },
        ),
        migrations.CreateModel(
            name="Outage",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("start", models.DateTimeField()),
                ("end", models.DateTimeField()),
                ("minutes", models.PositiveIntegerField()),
                (
                    "line",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="record.line"),
                ),
                (
                    "poll",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="outages", to="ballots.poll"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("end__gt", models.F("start"))), name="outage_ends_after_it_starts"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PaperSettled",
            fields=[
                (
                    "batch",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="settled",
                        serialize=False,
                        to="ballots.paperbatch",
                    ),
                ),
                ("picks", models.JSONField()),
            ],
        ),
        migrations.CreateModel(
            name="PaperReading",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", models.PositiveSmallIntegerField()),
                ("reading", models.JSONField()),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="readings", to="ballots.paperbatch"
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="record.line"),
                ),
                (
                    "typist",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("batch", "number"), name="reading_two_per_batch"),
                    models.UniqueConstraint(fields=("batch", "typist"), name="reading_by_two_people"),
                    models.CheckConstraint(
                        condition=models.Q(("number__in", [1, 2])), name="reading_is_first_or_second"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Ruling",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=20)),
                ("words", models.CharField(max_length=200)),
                ("reasons", models.TextField()),
                ("decides", models.JSONField(default=dict)),
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="rulings", to="ballots.poll"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "challenge",
                                    "doubtful",
                                    "influence",
                                    "late",
                                    "lost",
                                    "outage",
                                    "tie",
                                    "withdrawn-option",
                                ],
                            )
                        ),
                        name="ruling_of_a_known_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reasons", ""), _negated=True), name="ruling_has_reasons"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Challenge",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("grounds", models.TextField()),
                ("state", models.CharField(default="waiting", max_length=7)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="record.line"),
                ),
                (
                    "poll",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="challenges", to="ballots.poll"
                    ),
                ),
                (
                    "ruling",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="challenges",
                        to="ballots.ruling",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ruling__isnull", True), ("state", "waiting")),
                            models.Q(("ruling__isnull", False), ("state__in", ["upheld", "refused"])),
                            _connector="OR",
                        ),
                        name="challenge_is_ruled_on",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("grounds", ""), _negated=True), name="challenge_has_grounds"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SealedBallot",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("picks", models.TextField()),
                (
                    "poll",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ballots.poll",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SealedMark",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("channel", models.CharField(max_length=6)),
                (
                    "entry",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sealed_mark",
                        to="ballots.rollentry",
                    ),
                ),
                (
                    "poll",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ballots.poll",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("channel__in", ["online", "paper"])), name="mark_by_a_known_channel"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SealedSlip",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("tracker", models.CharField(max_length=16)),
                (
                    "poll",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ballots.poll",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SeedReading",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("seed", models.CharField(max_length=100)),
                ("outside", models.BooleanField()),
                (
                    "line",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="record.line"),
                ),
                (
                    "poll",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="seed_readings", to="ballots.poll"
                    ),
                ),
                (
                    "reader",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("poll", "reader"), name="seed_read_once_each"),
                    models.CheckConstraint(condition=models.Q(("seed", ""), _negated=True), name="seed_is_something"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Stake",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="stakes", to="ballots.poll"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("poll", "person"), name="stake_once_per_poll")],
            },
        ),
        migrations.CreateModel(
            name="Tally",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", models.PositiveSmallIntegerField()),
                ("report", models.JSONField()),
                ("certificate", models.BinaryField()),
                ("digest", models.CharField(max_length=64)),
                (
                    "line",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="record.line"),
                ),
                (
                    "poll",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="tallies", to="ballots.poll"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("poll", "number"), name="tally_one_per_number")],
            },
        ),
        migrations.AddField(
            model_name="openmark",
            name="poll",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="ballots.poll",
            ),
        ),
        migrations.AddField(
            model_name="paperreceived",
            name="line",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="record.line"),
        ),
        migrations.AddField(
            model_name="paperreceived",
            name="poll",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="papers", to="ballots.poll"
            ),
        ),
        migrations.AddField(
            model_name="papersettled",
            name="by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
            ),
        ),
        migrations.AddField(
            model_name="papersettled",
            name="line",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="record.line"),
        ),
    ]
