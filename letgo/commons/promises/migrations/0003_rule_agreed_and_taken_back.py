from django.db import migrations, models
from django.db.models import Q, UniqueConstraint

STATES = [
    ("proposed", "Proposed"),
    ("agreed", "Agreed"),
    ("in-force", "In Force"),
    ("superseded", "Superseded"),
    ("taken-back", "Taken Back"),
]


class Migration(migrations.Migration):
    dependencies = [("promises", "0002_promise_met_by")]

    operations = [
        migrations.AlterField("rule", "state", models.CharField(choices=STATES, max_length=10)),
        migrations.AddConstraint(
            "rule", UniqueConstraint(fields=["name"], condition=Q(state="agreed"), name="rule_one_agreed_per_name")
        ),
    ]
