import django.db.models.deletion
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
            name="Pot",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=80)),
                ("purpose", models.CharField(max_length=300)),
                ("kind", models.CharField(max_length=7)),
                ("audience_kind", models.CharField(default="public", max_length=30)),
                ("audience_id", models.UUIDField(null=True)),
                ("officer", models.CharField(max_length=30)),
                ("most_each", models.BigIntegerField(null=True)),
                ("most_a_year", models.BigIntegerField(null=True)),
                ("two_people_from", models.BigIntegerField(null=True)),
                ("cost_code", models.CharField(blank=True, default="", max_length=30)),
                ("vat", models.CharField(default="outside", max_length=9)),
                ("year_end", models.CharField(default="carry-over", max_length=10)),
                ("floor", models.BigIntegerField(null=True)),
                ("currency", models.CharField(default="GBP", max_length=3)),
                ("cause_kind", models.CharField(blank=True, default="", max_length=30)),
                ("cause_id", models.UUIDField(null=True)),
                ("opened", models.DateField()),
                ("closed", models.DateField(null=True)),
                (
                    "giver",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="given", to="money.pot"
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="record.line"),
                ),
                (
                    "officer_organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.organisation",
                    ),
                ),
                (
                    "officer_place",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pots",
                        to="places.organisation",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="pots", to="places.place"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["cause_kind", "cause_id"], name="pot_by_cause")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["outside", "pot", "person"])), name="pot_kind_is_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("organisation__isnull", True), ("place__isnull", False)),
                            models.Q(("organisation__isnull", False), ("place__isnull", True)),
                            _connector="OR",
                        ),
                        name="pot_is_of_one_place_or_organisation",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("officer_organisation__isnull", True), ("officer_place__isnull", False)),
                            models.Q(("officer_organisation__isnull", False), ("officer_place__isnull", True)),
                            _connector="OR",
                        ),
                        name="pot_officer_is_somewhere",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("floor__isnull", True), ("kind", "outside")),
                            models.Q(models.Q(("kind", "outside"), _negated=True), ("floor__isnull", False)),
                            _connector="OR",
                        ),
                        name="pot_has_a_floor_unless_it_is_outside",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("audience_id__isnull", True), ("audience_kind", "public")),
                            models.Q(("audience_id__isnull", False), ("audience_kind__in", ["person", "organisation"])),
                            _connector="OR",
                        ),
                        name="pot_is_public_or_has_an_audience",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "person"), _negated=True), ("audience_kind", "person"), _connector="OR"
                        ),
                        name="pot_of_a_person_is_private",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("vat__in", ["outside", "recovered", "cost"])), name="pot_vat_is_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("year_end", "carry-over"),
                            models.Q(("giver__isnull", False), ("year_end", "return")),
                            _connector="OR",
                        ),
                        name="pot_returns_to_a_giver",
                    ),
                    models.CheckConstraint(condition=models.Q(("currency", "GBP")), name="pot_is_in_pounds"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closed__isnull", True), ("closed__gte", models.F("opened")), _connector="OR"
                        ),
                        name="pot_closes_after_it_opens",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Transfer",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("move", models.CharField(max_length=7)),
                ("pence", models.BigIntegerField()),
                ("cause_kind", models.CharField(max_length=30)),
                ("cause_id", models.UUIDField()),
                ("day", models.DateField()),
                ("year", models.PositiveSmallIntegerField()),
                ("key", models.CharField(max_length=64, unique=True)),
                (
                    "credit",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="money.pot"),
                ),
                (
                    "debit",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="money.pot"),
                ),
                (
                    "hold",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ending",
                        to="money.transfer",
                    ),
                ),
                (
                    "line",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="record.line"
                    ),
                ),
                (
                    "undoes",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="undone",
                        to="money.transfer",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["debit", "year"], name="transfer_by_payer"),
                    models.Index(fields=["credit", "year"], name="transfer_by_payee"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("move__in", ["post", "hold", "capture", "release", "reverse"])),
                        name="transfer_move_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("pence__gt", 0), ("pence__lte", 10000000000000)),
                        name="transfer_is_above_nothing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("debit", models.F("credit")), _negated=True),
                        name="transfer_is_between_two_pots",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("hold__isnull", False), ("move__in", ["capture", "release"])),
                            models.Q(
                                models.Q(("move__in", ["capture", "release"]), _negated=True), ("hold__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="transfer_names_the_hold_it_ends",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("move", "reverse"), ("undoes__isnull", False)),
                            models.Q(models.Q(("move", "reverse"), _negated=True), ("undoes__isnull", True)),
                            _connector="OR",
                        ),
                        name="transfer_names_what_it_undoes",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Step",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", models.PositiveSmallIntegerField()),
                ("stage", models.CharField(max_length=8)),
                ("day", models.DateField()),
                (
                    "line",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="record.line"
                    ),
                ),
                (
                    "transfer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="money.transfer"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("transfer", "number"), name="step_one_after_the_other"),
                    models.CheckConstraint(condition=models.Q(("number__gt", 0)), name="step_counts_from_one"),
                    models.CheckConstraint(
                        condition=models.Q(("stage__in", ["ordered", "sent", "arrived", "failed", "returned"])),
                        name="step_stage_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.BigIntegerField()),
                ("paid_in", models.BigIntegerField()),
                ("paid_out", models.BigIntegerField()),
                ("held", models.BigIntegerField()),
                (
                    "pot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="entries", to="money.pot"
                    ),
                ),
                (
                    "transfer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="money.transfer",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("pot", "number"), name="entry_one_after_the_other"),
                    models.UniqueConstraint(fields=("transfer", "pot"), name="entry_once_per_transfer_and_pot"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("held", 0), ("number", 0), ("paid_in", 0), ("paid_out", 0), ("transfer__isnull", True)
                            ),
                            models.Q(("number__gt", 0), ("transfer__isnull", False)),
                            _connector="OR",
                        ),
                        name="entry_has_a_transfer",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("held__gte", 0), ("paid_in__gte", 0), ("paid_out__gte", 0)),
                        name="entry_is_not_below_nothing",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Approval",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("pays", models.BooleanField(default=True)),
                ("state", models.CharField(default="waiting", max_length=7)),
                ("reason", models.CharField(blank=True, default="", max_length=300)),
                (
                    "answered_by",
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
                    "line",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="record.line"),
                ),
                (
                    "hold",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="approval", to="money.transfer"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["state"], name="approval_by_state")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered_by__isnull", True), ("state", "waiting")),
                            models.Q(("answered_by__isnull", False), ("state__in", ["given", "refused"])),
                            _connector="OR",
                        ),
                        name="approval_is_answered_by_someone",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("asked_by", models.F("answered_by")), _negated=True),
                        name="approval_takes_two_people",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Period",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("until", models.DateField()),
                ("closed", models.DateField()),
                (
                    "line",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="record.line"
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
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("organisation__isnull", True), ("place__isnull", False)),
                            models.Q(("organisation__isnull", False), ("place__isnull", True)),
                            _connector="OR",
                        ),
                        name="period_is_of_one_place_or_organisation",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("closed__gt", models.F("until"))), name="period_is_over_when_it_is_closed"
                    ),
                    models.UniqueConstraint(fields=("place", "until"), name="period_once_for_a_place"),
                    models.UniqueConstraint(fields=("organisation", "until"), name="period_once_for_an_organisation"),
                ],
            },
        ),
    ]
