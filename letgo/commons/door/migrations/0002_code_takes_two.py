import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("door", "0001_initial"), ("people", "0001_initial")]

    operations = [
        migrations.AddField(model_name="code", name="asks_second", field=models.BooleanField(default=False)),
        migrations.AddField(
            model_name="code",
            name="second",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="people.person"
            ),
        ),
        migrations.AddConstraint(
            model_name="code",
            constraint=models.CheckConstraint(
                condition=models.Q(("second__isnull", True))
                | models.Q(("second", models.F("given_by")), _negated=True),
                name="code_takes_two_people",
            ),
        ),
    ]
