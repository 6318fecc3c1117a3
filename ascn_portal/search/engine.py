"""The full-text tables of the database at hand, which find the same entries on each.

Two tables hold the words of an entry: `search_names` those of its names, `search_words` all.
A word is there in three forms, at one place: folded, accented where it has marks, and stemmed
where it is English. Only words made by `folding` reach an expression, never what was typed.
"""

from contextlib import contextmanager
from typing import NamedTuple

from django.db import connection
from django.utils import timezone

from .models import SearchEntry, SearchWord

NAMES, WORDS = "search_names", "search_words"
OTHERS = tuple(model._meta.db_table for model in (SearchEntry, SearchWord))
FOLDED, ACCENTED, STEMMED = "folded", "accented", "stemmed"


class Phrase(NamedTuple):
    """Words of one form that stand in this order, one after the other; the last may go on."""

    words: tuple[str, ...]
    form: str = FOLDED
    begins: bool = False


class Expression(NamedTuple):
    """What an entry must hold: one phrase of each group, and none of those left out."""

    groups: tuple[tuple[Phrase, ...], ...]
    without: tuple[Phrase, ...] = ()


class Forms(NamedTuple):
    """The words of an entry in order; `accented` and `stemmed` are empty where no word has one."""

    folded: list[str]
    accented: list[str]
    stemmed: list[str]


class SQLiteEngine:
    """FTS5: one column a form."""

    def create(self):
        for table in (NAMES, WORDS):
            run(
                f"CREATE VIRTUAL TABLE {table} USING fts5(folded, accented, stemmed,"
                " tokenize = 'unicode61 remove_diacritics 0')"
            )

    def drop(self):
        for table in (NAMES, WORDS):
            run(f"DROP TABLE {table}")

    def add(self, table: str, rows):
        """Keep the words of entries; `rows` are (key, Forms)."""
        with connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO {table} (rowid, folded, accented, stemmed) VALUES (%s, %s, %s, %s)",  # noqa: S608
                [(key, *(" ".join(filter(None, words)) for words in forms)) for key, forms in rows],
            )

    def remove(self, keys):
        """Forget the words of these entries."""
        with connection.cursor() as cursor:
            for table in (NAMES, WORDS):
                sql = f"DELETE FROM {table} WHERE rowid = %s"  # noqa: S608
                cursor.executemany(sql, [(key,) for key in keys])

    @contextmanager
    def rebuilding(self):
        """The engine that takes all words anew; readers find the old ones until it is done."""
        for table in (NAMES, WORDS):
            run(f"DELETE FROM {table}")  # noqa: S608
        yield self
        for table in (NAMES, WORDS):
            run(f"INSERT INTO {table}({table}) VALUES ('optimize')")  # noqa: S608

    def source(self, table: str) -> str:
        """FROM and WHERE of the entries `e` that match; one parameter takes the expression."""
        return f"{table} JOIN search_searchentry e ON e.id = {table}.rowid WHERE {table} MATCH %s"

    def render(self, expression: Expression) -> str:
        """The expression as FTS5 reads it."""
        groups = " AND ".join(
            "(" + " OR ".join(map(self.phrase, group)) + ")" for group in expression.groups
        )
        return groups + "".join(f" NOT ({self.phrase(each)})" for each in expression.without)

    def phrase(self, phrase: Phrase) -> str:
        return f'{phrase.form} : "{" ".join(phrase.words)}"' + (" *" if phrase.begins else "")


class PostgresEngine:
    """`tsvector` with a GIN index: the form of a word is its first sign, all at one place."""

    SIGNS = {FOLDED: "", ACCENTED: "=", STEMMED: "~"}
    LAST_PLACE = 16_383  # what a tsvector can tell apart
    MOST_PLACES = 255

    def __init__(self, suffix: str = ""):
        self.suffix = suffix

    def create(self):
        self.create_tables()
        self.index()

    def create_tables(self):
        for table in (NAMES, WORDS):
            run(
                f"CREATE TABLE {table}{self.suffix}"
                " (entry_id bigint PRIMARY KEY, vector tsvector NOT NULL)"
            )

    def index(self):
        for table in (NAMES, WORDS):
            name = table + self.suffix
            # With a list of what is pending, a query would first read that whole list.
            run(f"CREATE INDEX {name}_vector ON {name} USING gin (vector) WITH (fastupdate = off)")

    def drop(self):
        for table in (NAMES, WORDS):
            run(f"DROP TABLE {table}{self.suffix}")

    def add(self, table: str, rows):
        """Keep the words of entries; `rows` are (key, Forms)."""
        sql = f"INSERT INTO {table}{self.suffix} (entry_id, vector) VALUES (%s, %s::tsvector)"  # noqa: S608
        with connection.cursor() as cursor:
            cursor.executemany(sql, [(key, self.vector(forms)) for key, forms in rows])

    def vector(self, forms: Forms) -> str:
        """The words with their places as PostgreSQL reads them: 'da':1 '=đa1':1 'nang':2."""
        places = {}
        for form, sign in self.SIGNS.items():
            for place, word in enumerate(getattr(forms, form), 1):
                if word:
                    places.setdefault(sign + word, []).append(str(min(place, self.LAST_PLACE)))
        return " ".join(
            f"'{word}':{','.join(found[: self.MOST_PLACES])}" for word, found in places.items()
        )

    def remove(self, keys):
        """Forget the words of these entries."""
        with connection.cursor() as cursor:
            for table in (NAMES, WORDS):
                cursor.execute(f"DELETE FROM {table} WHERE entry_id = ANY(%s)", [list(keys)])  # noqa: S608

    @contextmanager
    def rebuilding(self):
        """The engine that takes all words anew; readers find the old ones until it is done.

        The tables change places at the end: to index rows that are there is ten times as fast.
        """
        new = PostgresEngine(suffix="_new")
        new.create_tables()
        yield new
        new.index()
        # Counted, or the first questions would be planned for empty tables.
        for table in (f"{NAMES}_new", f"{WORDS}_new", *OTHERS):
            run(f"ANALYZE {table}")
        self.drop()  # from here until the transaction ends, which is at once, readers wait
        for table in (NAMES, WORDS):
            run(f"ALTER TABLE {table}_new RENAME TO {table}")
            run(f"ALTER INDEX {table}_new_vector RENAME TO {table}_vector")
            run(f"ALTER INDEX {table}_new_pkey RENAME TO {table}_pkey")

    def source(self, table: str) -> str:
        """FROM and WHERE of the entries `e` that match; one parameter takes the expression."""
        return (
            f"{table} t JOIN search_searchentry e ON e.id = t.entry_id"
            " WHERE t.vector @@ %s::tsquery"
        )

    def render(self, expression: Expression) -> str:
        """The expression as PostgreSQL reads it."""
        groups = " & ".join(
            "(" + " | ".join(f"({self.phrase(each)})" for each in group) + ")"
            for group in expression.groups
        )
        return groups + "".join(f" & !({self.phrase(each)})" for each in expression.without)

    def phrase(self, phrase: Phrase) -> str:
        sign = self.SIGNS[phrase.form]
        return " <-> ".join(f"'{sign}{word}'" for word in phrase.words) + (
            ":*" if phrase.begins else ""
        )


def run(sql: str):
    """Have the database do something that answers nothing."""
    with connection.cursor() as cursor:
        cursor.execute(sql)


def engine() -> SQLiteEngine | PostgresEngine:
    """That of the database at hand."""
    return PostgresEngine() if connection.vendor == "postgresql" else SQLiteEngine()


def look_up(
    table: str, expression: Expression, limit: int, columns, filters: dict | None = None
) -> list[dict]:
    """`columns` of at most `limit` entries that readers see and that match in `table`, as dicts."""
    here, now = engine(), connection.ops.adapt_datetimefield_value(timezone.now())
    conditions = ["e.visible_from <= %s", "(e.visible_until IS NULL OR e.visible_until > %s)"]
    values = [here.render(expression), now, now]
    for name, value in (filters or {}).items():
        conditions.append(f"e.{name} = %s")
        values.append(value)
    listed = ", ".join(f"e.{name}" for name in columns)
    sql = (
        f"SELECT {listed} FROM {here.source(table)}"  # noqa: S608
        f" AND {' AND '.join(conditions)} LIMIT {limit}"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
