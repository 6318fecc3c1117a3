"""The fonts of the site as a PDF takes them, and texts in the letters that they have.

fontTools is loaded with the first sheet only.
"""

import io
import unicodedata
from functools import cache
from itertools import groupby

from django.contrib.staticfiles import finders

# Name of each face in a PDF: family in static/fonts, weight.
FACES = {
    "text": ("source-sans-3", 400),
    "bold": ("source-sans-3", 650),
    "title": ("source-serif-4", 600),
}
# Layout and hinting that fpdf2 does not use, and with which fonts can hardly be merged.
UNUSED_TABLES = ("BASE", "GDEF", "GPOS", "GSUB", "gasp", "prep")
# Stands for words in a script that the fonts do not have.
OMITTED = "[…]"


def missing_letters(text: str) -> set[str]:
    """The letters of `text` that the fonts lack."""
    return {letter for letter in plain(text) if ord(letter) not in letters_at_hand()}


def printable(text: str) -> str:
    """`text` in letters that the fonts have.

    A letter with foreign marks loses them; what remains of another script is left out, marked.
    """
    pieces = []
    nearest_letters = map(nearest, plain(text))
    for is_known, letters in groupby(nearest_letters, lambda c: ord(c) in letters_at_hand()):
        pieces.append("".join(letters) if is_known else OMITTED)
    return "".join(pieces)


def plain(text: str) -> str:
    """`text` in NFC on one line, without invisible characters."""
    joined = " ".join(unicodedata.normalize("NFC", text).split())
    return "".join(letter for letter in joined if unicodedata.category(letter)[0] != "C")


def nearest(letter: str) -> str:
    """The letter itself, or what is left of it without marks, if the fonts have that."""
    if ord(letter) in letters_at_hand():
        return letter
    bare = unicodedata.normalize("NFKD", letter)[0]
    return bare if ord(bare) in letters_at_hand() else letter


@cache
def letters_at_hand() -> frozenset[int]:
    """The codes of the letters that every face has."""
    from fontTools.ttLib import TTFont

    codes = (TTFont(io.BytesIO(font(face))).getBestCmap() for face in FACES)
    return frozenset(set.intersection(*map(set, codes)))


@cache
def font(face: str) -> bytes:
    """A font with the Latin and the Vietnamese letters of a face, as fpdf2 takes it (TrueType)."""
    from fontTools.merge import Merger

    latin, vietnamese = (subset(face, part) for part in ("latin", "vietnamese"))
    known = latin.getBestCmap()
    for table in vietnamese["cmap"].tables:  # a letter that both have is taken from the first
        table.cmap = {code: glyph for code, glyph in table.cmap.items() if code not in known}
    merged = Merger().merge([io.BytesIO(as_bytes(part)) for part in (latin, vietnamese)])
    # Not the present moment: each process makes the same font.
    merged.recalcTimestamp = False
    for time in ("created", "modified"):
        setattr(merged["head"], time, getattr(latin["head"], time))
    return as_bytes(merged)


def subset(face: str, part: str):
    """One of the fonts of the site at the weight of `face`, with what makes up its letters only."""
    from fontTools.ttLib import TTFont
    from fontTools.varLib.instancer import instantiateVariableFont

    family, weight = FACES[face]
    # Read where it was written: what the web server gives out has another name.
    read = TTFont(finders.find(f"fonts/{family}-{part}.woff2"), recalcTimestamp=False)
    read.flavor = None
    for table in UNUSED_TABLES:
        if table in read:
            del read[table]
    return instantiateVariableFont(read, {"wght": weight}) if "fvar" in read else read


def as_bytes(font) -> bytes:
    """What a file of `font` would hold."""
    buffer = io.BytesIO()
    font.save(buffer)
    return buffer.getvalue()
