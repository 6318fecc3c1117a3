from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="MissedQuery",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("words", models.CharField(max_length=100, unique=True, verbose_name="words")),
                ("count", models.PositiveIntegerField(default=0, verbose_name="times")),
                ("last_on", models.DateField(verbose_name="last on")),
            ],
            options={
                "verbose_name": "search without result",
                "verbose_name_plural": "searches without result",
                "ordering": ["-count", "words"],
            },
        ),
        migrations.CreateModel(
            name="SearchWord",
            fields=[
                ("word", models.CharField(max_length=80, primary_key=True, serialize=False)),
                ("split", models.CharField(blank=True, max_length=200)),
                ("count", models.PositiveIntegerField(default=0)),
            ],
            options={
                "ordering": ["word"],
            },
        ),
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=20)),
                ("uid", models.UUIDField()),
                ("part", models.CharField(blank=True, max_length=40)),
                ("language", models.CharField(max_length=2)),
                ("slug", models.CharField(blank=True, max_length=120)),
                ("path", models.CharField(max_length=500)),
                ("title", models.TextField()),
                ("place", models.TextField(blank=True)),
                ("text", models.TextField(blank=True)),
                ("names_folded", models.TextField()),
                ("names_accented", models.TextField()),
                ("dated_on", models.DateField(null=True)),
                ("date_precision", models.CharField(blank=True, max_length=5)),
                ("year", models.PositiveSmallIntegerField(null=True)),
                ("city", models.CharField(blank=True, max_length=120)),
                ("country", models.CharField(blank=True, max_length=120)),
                ("focus_area", models.CharField(blank=True, max_length=120)),
                ("page", models.PositiveIntegerField(null=True)),
                ("is_current", models.BooleanField(default=True)),
                ("priority", models.PositiveSmallIntegerField()),
                ("visible_from", models.DateTimeField()),
                ("visible_until", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name": "search entry",
                "verbose_name_plural": "search entries",
                "ordering": ["priority", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("uid", "part", "language"), name="search_entry_once_a_language"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("visible_until__isnull", True),
                            ("visible_until__gt", models.F("visible_from")),
                            _connector="OR",
                        ),
                        name="search_entry_times_in_order",
                    ),
                ],
            },
        ),
    ]
