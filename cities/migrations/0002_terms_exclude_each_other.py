"""On PostgreSQL terms of a role exclude each other in time; SQLite has no such constraint."""

from django.db import migrations

ROLES = ("chair", "shepherd")


def add_exclusion(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    for role in ROLES:
        schema_editor.execute(
            f"ALTER TABLE cities_term ADD CONSTRAINT term_{role}s_never_overlap"
            " EXCLUDE USING gist (daterange(starts_on, ends_on, '[]') WITH &&)"
            f" WHERE (role = '{role}' AND state <> 'withdrawn')"
        )


def remove_exclusion(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    for role in ROLES:
        schema_editor.execute(f"ALTER TABLE cities_term DROP CONSTRAINT term_{role}s_never_overlap")


class Migration(migrations.Migration):
    dependencies = [("cities", "0001_initial")]

    operations = [migrations.RunPython(add_exclusion, remove_exclusion)]
