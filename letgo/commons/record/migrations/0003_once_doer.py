from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("record", "0002_line_doer_words_line_line_by_subject_and_more")]

    operations = [
        migrations.AddField(
            model_name="once", name="doer", field=models.CharField(blank=True, default="", max_length=64)
        ),
    ]
