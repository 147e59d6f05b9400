import django.db.models.deletion
import django.db.models.expressions
import letgo.commons.powers.rules
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_initial"),
        ("places", "0001_initial"),
        ("record", "0002_line_doer_words_line_line_by_subject_and_more"),
    ]

    operations = [
        migrations.CreateModel(
            name="Petition",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("title", models.CharField(max_length=120)),
                ("words", models.TextField()),
                ("threshold", models.PositiveIntegerField()),
                ("opens", models.DateField()),
                ("closes", models.DateField()),
                ("answers_kind", models.CharField(max_length=20)),
                ("answers_id", models.UUIDField()),
                ("answers_words", models.CharField(max_length=120)),
                ("answer_days", models.PositiveIntegerField()),
                ("due", models.DateField(null=True)),
                ("effect", models.CharField(max_length=60)),
                ("effect_args", models.JSONField(default=dict)),
                ("names", models.PositiveIntegerField(default=0)),
                ("answer", models.TextField(blank=True, default="")),
                ("answered", models.DateField(null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("reached", "Reached"),
                            ("answered", "Answered"),
                            ("closed", "Closed"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="open",
                        max_length=9,
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="record.line"),
                ),
                (
                    "electorate",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.electorate"
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
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="petitions", to="places.place"
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
                "indexes": [models.Index(fields=["place", "state"], name="petition_by_place")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("organisation__isnull", True), ("starter__isnull", False), ("threshold__gte", 1)),
                            models.Q(("organisation__isnull", False), ("starter__isnull", True), ("threshold", 0)),
                            _connector="OR",
                        ),
                        name="petition_by_a_person_or_a_board",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("closes__gte", models.F("opens"))), name="petition_closes_after_it_opens"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["reached", "answered"]), _negated=True),
                            models.Q(("due__isnull", False), ("names__gte", models.F("threshold"))),
                            _connector="OR",
                        ),
                        name="petition_reached_has_its_names",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "answered"), _negated=True),
                            models.Q(("answered__isnull", False), models.Q(("answer", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="petition_answered_has_an_answer",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Power",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("what", models.SlugField(max_length=60)),
                ("title", models.CharField(max_length=80)),
                ("holder_kind", models.CharField(max_length=20)),
                ("holder_id", models.UUIDField()),
                ("holder_words", models.CharField(max_length=80)),
                ("state", models.CharField(max_length=10)),
                ("declared", models.PositiveSmallIntegerField(default=letgo.commons.powers.rules.Rung["COUNCIL"])),
                ("until_then", models.PositiveSmallIntegerField(default=letgo.commons.powers.rules.Rung["COUNCIL"])),
                ("decides", models.CharField(default="giver", max_length=8)),
                ("agenda", models.CharField(default="giver", max_length=8)),
                ("options", models.CharField(default="giver", max_length=8)),
                ("information", models.CharField(default="giver", max_length=8)),
                ("money", models.CharField(blank=True, default="", max_length=8)),
                ("changes", models.CharField(default="giver", max_length=8)),
                ("pence_a_year", models.BigIntegerField(null=True)),
                ("pence_each", models.BigIntegerField(null=True)),
                ("scope", models.CharField(blank=True, default="", max_length=200)),
                ("notice_days", models.PositiveIntegerField(default=90)),
                ("edition", models.PositiveIntegerField(default=0)),
                ("start", models.DateField(null=True)),
                ("end", models.DateField(null=True)),
                ("review", models.DateField()),
                ("instrument", models.CharField(blank=True, default="", max_length=300)),
                ("instrument_file", models.CharField(blank=True, default="", max_length=200)),
                ("reserve", models.CharField(blank=True, default="", max_length=300)),
                ("appeal", models.CharField(blank=True, default="", max_length=300)),
                ("effect", models.CharField(blank=True, default="", max_length=60)),
                ("effect_args", models.JSONField(default=dict)),
                ("end_effect", models.CharField(blank=True, default="", max_length=60)),
                ("by_hand", models.CharField(blank=True, default="", max_length=300)),
                ("reasons", models.TextField(blank=True, default="")),
                ("reply", models.TextField(blank=True, default="")),
                ("until", models.DateField(null=True)),
                ("asked_for", models.DateField(null=True)),
                ("notice_day", models.PositiveIntegerField(null=True)),
                ("last_day", models.PositiveIntegerField(null=True)),
                ("end_day", models.PositiveIntegerField(null=True)),
                (
                    "giver",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.organisation"
                    ),
                ),
                (
                    "giver_yes",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="record.line"
                    ),
                ),
                (
                    "holder_yes",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="record.line"
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="record.line"),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="powers", to="places.place"
                    ),
                ),
                (
                    "speaker",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.organisation",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["what", "state"], name="power_by_what")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "accepted",
                                    "declined",
                                    "ended",
                                    "held",
                                    "helped",
                                    "kept",
                                    "lapsed",
                                    "noticed",
                                    "offered",
                                    "supervised",
                                    "warned",
                                ],
                            )
                        ),
                        name="power_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decides__in", ["asked", "giver", "holder", "together"]),
                            ("declared__in", [1, 2, 3, 4]),
                            ("until_then__in", [1, 2, 3, 4]),
                        ),
                        name="power_rung_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("holder_kind__in", ["electorate", "organisation", "place"])),
                        name="power_holder_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("agenda__in", ("giver", "together", "holder")),
                            ("changes__in", ("giver", "together", "holder")),
                            ("information__in", ("giver", "together", "holder")),
                            ("options__in", ("giver", "together", "holder")),
                            ("money__in", ["giver", "together", "holder", ""]),
                        ),
                        name="power_sides_are_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "kept"),
                            models.Q(
                                ("start__isnull", False),
                                models.Q(
                                    models.Q(("effect", ""), _negated=True),
                                    models.Q(("by_hand", ""), _negated=True),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="power_has_a_start_and_an_effect",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("end__isnull", True), ("end__gt", models.F("start")), _connector="OR"),
                        name="power_ends_after_it_starts",
                    ),
                    models.CheckConstraint(condition=models.Q(("notice_days__gte", 1)), name="power_has_a_notice"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state__in", ["declined", "warned", "helped", "supervised", "noticed", "ended"]),
                                _negated=True,
                            ),
                            models.Q(("reasons", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="power_is_never_taken_without_reasons",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["warned", "helped", "supervised"]), _negated=True),
                            ("until__isnull", False),
                            _connector="OR",
                        ),
                        name="power_is_watched_until_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("last_day__isnull", True),
                            (
                                "last_day__gte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("notice_day"), "+", models.F("notice_days")
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="power_notice_is_long_enough",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "noticed"), _negated=True),
                            models.Q(("last_day__isnull", False), ("notice_day__isnull", False)),
                            _connector="OR",
                        ),
                        name="power_noticed_has_its_days",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "ended"), _negated=True),
                            models.Q(
                                ("end_day__gte", models.F("last_day")),
                                ("last_day__isnull", False),
                                ("notice_day__isnull", False),
                            ),
                            models.Q(
                                ("end_day__isnull", False), ("giver_yes__isnull", False), ("holder_yes__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="power_ends_after_notice_or_by_both",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "ended"), _negated=True),
                        fields=("place", "what"),
                        name="power_one_living_entry_for_one_thing",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("words", models.CharField(max_length=200)),
                ("pence", models.BigIntegerField(null=True)),
                ("on", models.DateField()),
                (
                    "line",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="record.line"),
                ),
                (
                    "power",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="decisions", to="powers.power"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["power", "on"], name="decision_by_day")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("pence__isnull", True), ("pence__gt", 0), _connector="OR"),
                        name="decision_money_is_some",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Signature",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("how", models.CharField(max_length=6)),
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
                    "petition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="signatures", to="powers.petition"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("petition", "person"), name="signature_once_per_person"),
                    models.CheckConstraint(
                        condition=models.Q(("how__in", ["online", "paper", "door", "phone"])),
                        name="signature_how_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="VetoRight",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("edition", models.PositiveIntegerField()),
                ("grounds", models.JSONField(default=list)),
                ("days", models.PositiveIntegerField()),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.organisation"
                    ),
                ),
                (
                    "power",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rights", to="powers.power"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("days__gte", 1)), name="veto_right_has_days"),
                    models.UniqueConstraint(
                        fields=("power", "edition", "organisation"), name="veto_right_once_per_organisation"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Veto",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("about_kind", models.CharField(max_length=30)),
                ("about_id", models.UUIDField()),
                ("ground", models.CharField(max_length=120)),
                ("reasons", models.TextField()),
                ("on", models.DateField()),
                (
                    "line",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="record.line"),
                ),
                (
                    "right",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="uses", to="powers.vetoright"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("reasons", ""), _negated=True), name="veto_has_reasons"),
                    models.UniqueConstraint(fields=("about_kind", "about_id"), name="veto_once_per_decision"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Demand",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("names", models.PositiveIntegerField()),
                ("days", models.PositiveIntegerField()),
                ("answers_kind", models.CharField(max_length=20)),
                ("answers_id", models.UUIDField()),
                ("answers_words", models.CharField(max_length=120)),
                ("answer_days", models.PositiveIntegerField()),
                ("effect", models.CharField(max_length=60)),
                ("effect_args", models.JSONField(default=dict)),
                (
                    "line",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="record.line"),
                ),
                (
                    "place",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="demand", to="places.place"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("answer_days__gte", 1), ("days__gte", 1), ("names__gte", 1)),
                        name="demand_needs_names_and_days",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("answers_kind__in", ["place", "organisation"])),
                        name="demand_is_answered_by_someone",
                    ),
                ],
            },
        ),
    ]
