from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_calendar_feed")]

    operations = [
        migrations.AddField("account", "generation", models.PositiveIntegerField("会话代次", default=0)),
    ]
