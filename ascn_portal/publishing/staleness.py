"""Which texts of a record lag behind the other language, read from one shape after another."""

from ascn_portal.bilingual.languages import LANGUAGES

from . import snapshot
from .models import Translation

State = Translation.State
WORST_FIRST = (State.MISSING, State.STALE, State.DRAFT)

Texts = dict[str, dict[str, str]]  # place of a text -> language -> what it says


def texts(model, shape: dict, place: str = "") -> Texts:
    """The bilingual texts of `shape`, also of its parts, that say or must say something.

    They are keyed by their place, as in "summary" or "proposals/<uid>/summary".
    """
    found = {}
    for name in text_fields(model):
        said = {code: (shape.get(f"{name}_{code}") or "").strip() for code in LANGUAGES}
        if any(said.values()) or name in getattr(model, "required_in_both", ()):
            found[place + name] = said
    for relation, rows in shape.get("parts", {}).items():
        part_model = model._meta.get_field(relation).related_model
        for uid, part in rows.items():
            found |= texts(part_model, part, f"{place}{relation}/{uid}/")
    return found


def text_fields(model) -> list[str]:
    """The bilingual fields of `model` that staff write, in the order of the model."""
    return [
        field.name
        for field in model._meta.concrete_fields
        if field.name in snapshot.bilingual_fields(model) and field.editable
    ]


def other_than(language: str) -> str:
    """The other one of the two languages."""
    return next(code for code in LANGUAGES if code != language)


def follow(stale: dict[str, dict], before: Texts, after: Texts, number: int) -> dict[str, dict]:
    """What is stale in each language once revision `number` has made `after` of `before`.

    `stale` is the same for `before`: {language: {place: entry}}, as `Translation.fields` has it.
    """
    return {
        language: {
            place: entry
            for place in after
            if (entry := entry_of(place, language, stale, before, after, number))
        }
        for language in LANGUAGES
    }


def entry_of(place: str, language: str, stale, before: Texts, after: Texts, number: int):
    """What makes the text at `place` stale in `language` after a change; None if nothing does."""
    other, now, was = other_than(language), after[place], before.get(place)
    if was is None or not now[language] or now[language] != was[language]:
        return None  # new, missing, or written anew
    entry = stale[language].get(place)
    if entry and entry.get("was") == now[other]:
        return None  # the other language went back to what this one translates
    if entry or now[other] == was[other] or not (was[other] and now[other]):
        return entry
    # Who brings a stale text up to date follows this language: that makes nothing stale here.
    follows = place in stale[other]
    return None if follows else {"state": State.STALE, "since": number, "was": was[other]}


def judge(now: Texts, live: Texts, stale: dict, language: str) -> dict:
    """`Translation.fields`: each text of the newest shape that is not current in `language`."""
    fields = {}
    for place, said in now.items():
        if not said[language]:
            fields[place] = {"state": State.MISSING}
        elif place in stale:
            fields[place] = stale[place]
        elif not live.get(place, {}).get(language):
            fields[place] = {"state": State.DRAFT}
    return fields


def worst(fields: dict) -> str:
    """The state of a record in a language: that of its worst text."""
    states = {entry["state"] for entry in fields.values()}
    return next((state for state in WORST_FIRST if state in states), State.CURRENT)


def count_current(live: Texts, stale: dict, language: str, live_number: int) -> int:
    """How many public texts are good in `language`; what only a draft made stale counts still."""
    return sum(
        bool(said[language]) and stale.get(place, {}).get("since", live_number + 1) > live_number
        for place, said in live.items()
    )
