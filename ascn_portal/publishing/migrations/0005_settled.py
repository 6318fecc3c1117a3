"""A revision that was set aside can be settled."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("publishing", "0004_presence_and_kept_input")]

    operations = [
        migrations.AlterField(
            model_name="revision",
            name="state",
            field=models.CharField(
                choices=[
                    ("draft", "draft"),
                    ("in_review", "in review"),
                    ("returned", "returned"),
                    ("scheduled", "scheduled"),
                    ("applied", "applied"),
                    ("replaced", "replaced"),
                    ("set_aside", "set aside"),
                    ("settled", "settled"),
                ],
                default="draft",
                max_length=10,
                verbose_name="state",
            ),
        ),
    ]
