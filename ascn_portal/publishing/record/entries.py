"""A data file as its reader gets it: every object knows its place, and what nobody asked for.

The mapping is the schema: a key that it asks for and that is missing is a fault, and so is a key
that it never asked for.
"""

import json
import re
import unicodedata
from datetime import date
from pathlib import Path

from ascn_portal.bilingual.languages import LANGUAGES

# What may name a row, best first; a row without any is named by its position.
NAMES = ("code", "slug", "city", "year", "from", "title_en", "title")
UNPRINTABLE = re.compile("[\x00-\x09\x0b-\x1f\x7f\ud800-\udfff]")
EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.\w")
# An international number, one in groups behind a zero or brackets, or any number called one.
TELEPHONE = re.compile(
    r"(?<![\w/.,-])(?:\+\d{1,3}|\(\+?\d{1,4}\)|0\d{1,3})[\s.-]?\(?\d[\d\s.()-]{5,}\d"
    r"|\b(?:tel|fax|phone|mobile|hotline|điện thoại)\b\W{0,3}\+?\(?\d",
    re.IGNORECASE,
)


# What Python raises where a value is not of the type that the mapping counts on.
WRONG_TYPE = (TypeError, ValueError, AttributeError)


class Fault(Exception):
    """Something in a data file that cannot be loaded: where it is and what is wrong with it.

    `row` names the row that it spoils, so that others are not blamed for naming that row.
    """

    def __init__(self, place: str, reason: str, row: str = ""):
        super().__init__(f"{place}: {reason}")
        self.row = row


class Entry:
    """An object of a data file.

    Entries of one form, as all sources of all cities are, share what has been `asked` of them.
    """

    def __init__(self, values: dict, place: str, form: str, asked: dict[str, set[str]]):
        self.values = values
        self.place = place
        self.form = form
        self.asked = asked

    def __getitem__(self, key: str):
        """What the key holds; raises Fault where it is missing."""
        if key not in self.values:
            raise self.fault(f"the key “{key}” is missing")
        return self.get(key)

    def __contains__(self, key: str) -> bool:
        self.skip(key)
        return key in self.values

    def get(self, key: str):
        """What the key holds, None where it is missing."""
        self.skip(key)
        return self.values.get(key)

    def skip(self, *keys: str):
        """Accept keys that the record does not take."""
        self.asked.setdefault(self.form, set()).update(keys)

    def fault(self, reason: str) -> Fault:
        return Fault(self.place, reason)

    def typed(self, key: str, *types: type):
        """What the key holds: one of `types`, or None."""
        value = self[key]
        if value is None or type(value) in types:
            return value
        raise self.fault(f"“{key}” holds {json.dumps(value, ensure_ascii=False)[:60]}")

    def text(self, key: str) -> str | None:
        return self.typed(key, str)

    def number(self, key: str) -> int | float | None:
        return self.typed(key, int, float)

    def slug(self, key: str = "slug") -> str:
        """A short name as addresses write it."""
        return (self.text(key) or "").replace("_", "-")

    def date(self, key: str) -> date | None:
        """The day that the key holds as YYYY-MM-DD."""
        value = self.text(key)
        try:
            return None if value is None else read_day(value)
        except ValueError:
            raise self.fault(f"“{key}” holds no date: {value}") from None

    def year(self, key: str) -> int | None:
        """A year that the file holds as a text."""
        value = self.text(key)
        if value and not re.fullmatch(r"\d{4}", value):
            raise self.fault(f"“{key}” holds no year: {value}")
        return int(value) if value else None

    def texts(self, key: str) -> list[str]:
        """A list of texts."""
        value = self.typed(key, list) or []
        if not all(isinstance(text, str) for text in value):
            raise self.fault(f"“{key}” is no list of texts")
        return value

    def numbers(self, key: str) -> list[int]:
        """A list of whole numbers."""
        value = self.typed(key, list) or []
        if not all(type(number) is int for number in value):
            raise self.fault(f"“{key}” is no list of whole numbers")
        return value

    def figures(self, key: str) -> dict[str, int | float]:
        """An object of numbers by name."""
        value = self.typed(key, dict) or {}
        if not all(type(number) in (int, float) for number in value.values()):
            raise self.fault(f"“{key}” is no object of numbers")
        return value

    def entry(self, key: str) -> "Entry | None":
        """The object that the key holds."""
        value = self.typed(key, dict)
        return None if value is None else self.below(key, value, "")

    def entries(self, key: str) -> list["Entry"]:
        """The objects of the list that the key holds."""
        value = self.typed(key, list) or []
        if not all(isinstance(child, dict) for child in value):
            raise self.fault(f"“{key}” is no list of objects")
        return [self.below(key, child, name) for name, child in rows_of(value)]

    def below(self, key: str, values: dict, name: str) -> "Entry":
        """An entry of what stands in this one under `key`."""
        place = f"{self.place}, {key} {name}".rstrip()
        return Entry(values, place, f"{self.form}.{key}", self.asked)

    def both(self, key: str, name: str = "") -> dict:
        """The text in both languages, as a shape names it: {name_vi: …, name_en: …}.

        The files write `key_vi` and `key_en`, or leave the English one without suffix.
        """
        english = key if key in self.values else f"{key}_en"
        keys = {"vi": f"{key}_vi", "en": english}
        return {f"{name or key}_{language}": self.text(keys[language]) for language in LANGUAGES}

    def both_if_there(self, key: str, name: str = "") -> dict:
        """As `both`, for a text that most rows lack."""
        keys = (f"{key}_vi", f"{key}_en", key)
        return self.both(key, name) if any(key in self.values for key in keys) else {}

    def unread(self) -> list[Fault]:
        """A fault for each key, here and below, that the mapping asks of no entry of its form."""
        faults = []
        for key, value in self.values.items():
            if key not in self.asked.get(self.form, ()):
                faults.append(self.fault(f"the key “{key}” is not known"))
            elif f"{self.form}.{key}" in self.asked:
                for name, child in rows_of(value):
                    if isinstance(child, dict):
                        faults += self.below(key, child, name).unread()
        return faults


def read_day(text: str) -> date:
    """The day that a text writes as YYYY-MM-DD; raises ValueError for anything else."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise ValueError(text)
    return date.fromisoformat(text)


def name_of(values, number: int | str = "") -> str:
    """What a row of a file is called: by what it says of itself, else by its position."""
    names = (values.get(key) for key in NAMES) if isinstance(values, dict) else ()
    return next((str(name) for name in names if name), str(number))


def read_file(path: Path) -> tuple["Entry | list[Entry]", list[Fault]]:
    """What a data file holds, an Entry or one for each row of its list, and its bad texts.

    Raises Fault where the file cannot be understood.
    """
    try:
        data = json.loads(
            path.read_bytes(),
            object_pairs_hook=refuse_double_keys,
            parse_constant=refuse_constant,
        )
    except (OSError, UnicodeDecodeError, ValueError, RecursionError) as error:
        raise Fault(path.name, f"this is no readable JSON: {error}") from None
    whole = Entry({"row": data} if isinstance(data, list) else data, path.name, "", {})
    if not isinstance(whole.values, dict):
        raise Fault(path.name, "this is neither an object nor a list")
    faults = [
        Fault(f"{path.name}, {key} {name}".rstrip(), reason)
        for key, value in whole.values.items()
        for name, row in rows_of(value)
        for text in texts_in(row)
        for reason in faults_of(text)
    ]
    return (whole.entries("row") if isinstance(data, list) else whole), faults


def rows_of(value) -> list[tuple]:
    """(name, row) of each row of a list; of anything else, itself without a name."""
    if not isinstance(value, list):
        return [("", value)]
    return [(name_of(row, number), row) for number, row in enumerate(value, start=1)]


def refuse_double_keys(pairs: list) -> dict:
    """A JSON object; a key that stands in it twice would lose its first value silently."""
    keys = [key for key, _value in pairs]
    if double := next((key for key in keys if keys.count(key) > 1), None):
        raise ValueError(f"the key “{double}” stands twice in an object")
    return dict(pairs)


def refuse_constant(name: str):
    """NaN and Infinity are no JSON, though Python reads them."""
    raise ValueError(f"{name} is no number")


def texts_in(value):
    """Each text in a JSON value, keys too."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, child in value.items():
            yield key
            yield from texts_in(child)
    elif isinstance(value, list):
        for child in value:
            yield from texts_in(child)


def faults_of(text: str):
    """What is wrong with a text wherever it stands."""
    start = text[:60]
    if not unicodedata.is_normalized("NFC", text):
        yield f"the text is not in composed Unicode (NFC): {start}"
    if UNPRINTABLE.search(text):
        yield f"the text holds a character that no text has: {start!r}"
    if EMAIL.search(text):
        yield f"this looks like an e-mail address: {start}"
    # Addresses of pages carry long numbers of their own.
    if not text.startswith(("http://", "https://")) and TELEPHONE.search(text):
        yield f"this looks like a telephone number: {start}"
