"""Text as the portal keeps it, and the language that it seems to be in."""

import re
import unicodedata

from answers import Problem

MOST_TEXT = 20_000_000  # characters of one file: some 6 000 full pages
UNWANTED = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufeff]")
LINE_END = re.compile(r"[ \t]*(?:\r\n|[\r\n\v\f\u2028\u2029])")
SAMPLE = 200_000

SCRIPTS = {
    "th": "\u0e01-\u0e5b",
    "lo": "\u0e81-\u0edf",
    "km": "\u1780-\u17ff",
    "my": "\u1000-\u109f",
}
# Letters that no other language of the region writes.
VIETNAMESE = re.compile(r"[ăđơưĂĐƠƯ\u1ea0-\u1ef9]")
ENGLISH = re.compile(r"\b(?:the|of|and|to|in|for|is|on|that|with|by|as|are)\b", re.IGNORECASE)


def clean(text: str) -> str:
    """`text` in NFC with "\n" alone at line ends; without control characters, which no reader
    sees and PostgreSQL refuses.
    """
    lines = LINE_END.sub("\n", text)
    return unicodedata.normalize("NFC", UNWANTED.sub("", lines)).strip()


def in_one_line(text: str, most: int) -> str:
    """`text` without line breaks, cut after `most` characters."""
    return " ".join(clean(text).split())[:most].rstrip()


def refuse_too_much(pages: list[str]):
    """Give up where there is more text than a document of people holds."""
    if sum(map(len, pages)) > MOST_TEXT:
        raise Problem("text")


def guess_language(pages: list[str]) -> str:
    """The language of most of the text as ISO 639-1: th, lo, km and my by their script, vi and en
    by letters and words that are theirs; "" for any other.
    """
    sample = "\n".join(pages)[:SAMPLE]
    letters = sum(map(str.isalpha, sample))
    for language, script in SCRIPTS.items():
        if len(re.findall(f"[{script}]", sample)) > max(letters, 1) / 2:
            return language
    if len(VIETNAMESE.findall(sample)) > letters / 20:
        return "vi"
    words = len(re.findall(r"[^\W\d_]+", sample))
    return "en" if len(ENGLISH.findall(sample)) > words / 10 else ""
