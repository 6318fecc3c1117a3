from django.db import migrations

from ascn_portal.search.engine import engine


def create(apps, schema_editor):
    """The tables of the database's own full-text search, which no model can describe."""
    engine().create()


def drop(apps, schema_editor):
    engine().drop()


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]

    operations = [migrations.RunPython(create, drop)]
