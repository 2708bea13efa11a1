"""An evaluation keeps the digest of all standards, not of the rule cards alone: what was kept before counts as stale."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("monitoring", "0005_sweeps_with_evidence"),
    ]

    operations = [
        migrations.RenameField("evaluation", "rulebook_digest", "standards_digest"),
        migrations.AlterField("evaluation", "standards_digest", models.CharField("标准摘要", max_length=64)),
    ]
