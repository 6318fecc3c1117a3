import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DownloadCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("language", models.CharField(max_length=2, verbose_name="language")),
                ("day", models.DateField(verbose_name="day")),
                ("count", models.PositiveIntegerField(default=0, verbose_name="downloads")),
            ],
            options={
                "verbose_name": "downloads of a day",
                "verbose_name_plural": "downloads by day",
                "ordering": ["-day", "document", "language"],
            },
        ),
        migrations.CreateModel(
            name="FilePage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("text", models.TextField()),
            ],
            options={
                "ordering": ["stored", "number"],
            },
        ),
        migrations.CreateModel(
            name="StoredFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("sha256", models.CharField(max_length=64, unique=True, verbose_name="SHA-256")),
                ("size", models.PositiveBigIntegerField(verbose_name="size in bytes")),
                ("media_type", models.CharField(max_length=100, verbose_name="media type")),
                (
                    "stored_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="stored"),
                ),
                (
                    "virus_check",
                    models.CharField(
                        choices=[
                            ("not_asked", "not checked for viruses"),
                            ("waiting", "waits for the virus check"),
                            ("clean", "no virus found"),
                            ("infected", "infected"),
                        ],
                        default="not_asked",
                        max_length=9,
                        verbose_name="virus check",
                    ),
                ),
                (
                    "reading",
                    models.CharField(
                        choices=[
                            ("waiting", "waits to be read"),
                            ("read", "read"),
                            ("failed", "could not be read"),
                        ],
                        default="waiting",
                        max_length=7,
                        verbose_name="reading",
                    ),
                ),
                (
                    "problem",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("time", "it takes too long to read"),
                            ("memory", "it takes too much memory to read"),
                            ("text", "it holds more text than can be kept"),
                            ("damaged", "it is damaged"),
                            ("crashed", "the program that reads files broke down on it"),
                            ("virus", "it holds a virus"),
                        ],
                        max_length=7,
                        verbose_name="what hindered the reading",
                    ),
                ),
                ("pages", models.PositiveIntegerField(blank=True, null=True, verbose_name="pages")),
                (
                    "inner_title",
                    models.CharField(blank=True, max_length=300, verbose_name="title in the file"),
                ),
                (
                    "inner_language",
                    models.CharField(
                        blank=True, max_length=35, verbose_name="language that the file names"
                    ),
                ),
                (
                    "guessed_language",
                    models.CharField(blank=True, max_length=2, verbose_name="language of its text"),
                ),
                (
                    "is_tagged",
                    models.BooleanField(null=True, verbose_name="tagged for screen readers"),
                ),
                ("is_encrypted", models.BooleanField(null=True, verbose_name="protected")),
                ("is_searchable", models.BooleanField(null=True, verbose_name="holds text")),
                ("has_cover", models.BooleanField(default=False, verbose_name="has a cover")),
            ],
            options={
                "verbose_name": "stored file",
                "verbose_name_plural": "stored files",
                "ordering": ["-stored_at", "-pk"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="documentfile",
            name="file_sha256_well_formed",
        ),
        migrations.RemoveField(
            model_name="documentfile",
            name="cover",
        ),
        migrations.RemoveField(
            model_name="documentfile",
            name="media_type",
        ),
        migrations.RemoveField(
            model_name="documentfile",
            name="pages",
        ),
        migrations.RemoveField(
            model_name="documentfile",
            name="sha256",
        ),
        migrations.RemoveField(
            model_name="documentfile",
            name="size",
        ),
        migrations.RemoveField(
            model_name="documentfile",
            name="text_by_page",
        ),
        migrations.AddField(
            model_name="documentfile",
            name="withdrawal_reason",
            field=models.TextField(
                blank=True,
                help_text="In both languages; the file is then no longer offered and its address says why.",
                verbose_name="why withdrawn",
            ),
        ),
        migrations.AddField(
            model_name="documentfile",
            name="withdrawal_reason_en",
            field=models.TextField(
                blank=True,
                help_text="In both languages; the file is then no longer offered and its address says why.",
                null=True,
                verbose_name="why withdrawn",
            ),
        ),
        migrations.AddField(
            model_name="documentfile",
            name="withdrawal_reason_vi",
            field=models.TextField(
                blank=True,
                help_text="In both languages; the file is then no longer offered and its address says why.",
                null=True,
                verbose_name="why withdrawn",
            ),
        ),
        migrations.AddField(
            model_name="downloadcount",
            name="document",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="download_counts",
                to="documents.document",
            ),
        ),
        migrations.AddField(
            model_name="storedfile",
            name="stored_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="stored by",
            ),
        ),
        migrations.AddField(
            model_name="filepage",
            name="stored",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="text_pages",
                to="documents.storedfile",
            ),
        ),
        migrations.AddField(
            # No default: no screen and no command could make a file before, so there are no rows.
            model_name="documentfile",
            name="stored",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="document_files",
                to="documents.storedfile",
                verbose_name="stored file",
            ),
        ),
        migrations.AddConstraint(
            model_name="documentfile",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("withdrawal_reason_en__isnull", True),
                        ("withdrawal_reason_vi__isnull", True),
                    ),
                    models.Q(
                        ("withdrawal_reason_vi__isnull", False),
                        models.Q(("withdrawal_reason_vi", ""), _negated=True),
                        ("withdrawal_reason_en__isnull", False),
                        models.Q(("withdrawal_reason_en", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="file_withdrawn_in_both_languages",
            ),
        ),
        migrations.AddConstraint(
            model_name="downloadcount",
            constraint=models.UniqueConstraint(
                fields=("document", "language", "day"), name="downloads_once_a_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="storedfile",
            constraint=models.CheckConstraint(
                condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")),
                name="stored_sha256_well_formed",
            ),
        ),
        migrations.AddConstraint(
            model_name="storedfile",
            constraint=models.CheckConstraint(
                condition=models.Q(("size__gte", 1)), name="stored_file_not_empty"
            ),
        ),
        migrations.AddConstraint(
            model_name="filepage",
            constraint=models.UniqueConstraint(
                fields=("stored", "number"), name="text_once_a_page"
            ),
        ),
        migrations.AddConstraint(
            model_name="filepage",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__gte", 1)), name="text_pages_from_one"
            ),
        ),
    ]
