"""The database's own refusal to change or delete rows of the audit log: triggers.

SQLite makes a table anew to alter it, and its triggers go with the old one: a migration that
alters the table calls `protect` again at its end.
"""

TABLE = "accounts_auditentry"
SENTENCE = "The audit log is only added to"
SQLITE = [
    f"CREATE TRIGGER IF NOT EXISTS {TABLE}_no_{event.lower()} BEFORE {event} ON {TABLE}"
    f" BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"
    for event in ("UPDATE", "DELETE")
]
POSTGRESQL = [
    f"CREATE OR REPLACE FUNCTION {TABLE}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
    f" RAISE EXCEPTION '{SENTENCE}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
    f"CREATE OR REPLACE TRIGGER {TABLE}_only_added_to BEFORE UPDATE OR DELETE OR TRUNCATE"
    f" ON {TABLE} FOR EACH STATEMENT EXECUTE FUNCTION {TABLE}_refuse()",
]


def protect(apps, schema_editor):
    """Let the database refuse UPDATE and DELETE of entries, whoever asks."""
    is_sqlite = schema_editor.connection.vendor == "sqlite"
    for statement in SQLITE if is_sqlite else POSTGRESQL:
        schema_editor.execute(statement)


def release(apps, schema_editor):
    """Take the triggers away, to undo the migration."""
    if schema_editor.connection.vendor == "sqlite":
        for event in ("update", "delete"):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {TABLE}_no_{event}")
    else:
        schema_editor.execute(f"DROP FUNCTION IF EXISTS {TABLE}_refuse() CASCADE")
