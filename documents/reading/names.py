"""File names as the portal keeps them."""

import unicodedata

from .refusals import refusal

LONGEST_NAME = 200
# They turn the direction of what follows: "plan\u202efdp.exe" would be shown as "planexe.pdf".
TURNING = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


def check_name(name: str) -> str:
    """`name` in NFC, without spaces around it or in rows.

    Raises ValidationError for one that means a folder, holds what nobody sees or is too long:
    who sent it shall choose another, rather than find a name that was not given.
    """
    if any(is_unseen(sign) for sign in name):
        raise refusal("name_unseen", "".join(s for s in name if not is_unseen(s)))
    name = unicodedata.normalize("NFC", " ".join(name.split()))
    if "/" in name or "\\" in name or name in {".", ".."}:
        raise refusal("name_folder", name)
    if len(name) > LONGEST_NAME:
        raise refusal("name_long", f"{name[:40]}…", length=len(name), limit=LONGEST_NAME)
    return name


def is_unseen(sign: str) -> bool:
    """Whether a character is a control character, half of one, or turns the direction of text."""
    return unicodedata.category(sign) in {"Cc", "Cs"} or unicodedata.bidirectional(sign) in TURNING


def kind_by_name(name: str, kinds) -> str:
    """The one of `kinds` that the ending of a name says; ValidationError if it says another."""
    stem, _dot, ending = name.rpartition(".")
    if not stem.strip(". ") or ending.lower() not in kinds:
        raise refusal("ending", name)
    return ending.lower()
