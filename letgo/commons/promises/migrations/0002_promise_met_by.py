from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("promises", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="promise", name="met_by", field=models.CharField(blank=True, default="", max_length=60)
        ),
    ]
