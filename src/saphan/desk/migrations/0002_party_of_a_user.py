from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("desk", "0001_the_desk")]

    operations = [
        migrations.AddField(model_name="user", name="party", field=models.CharField(blank=True, max_length=200)),
    ]
