"""The cards of records and how far their translations are, kept in step with their history.

The services call `update` within their transaction; `rebuild` makes up for what came otherwise.
Who marks texts, or says that they are still right, holds the services' lock as all writers do.
"""

import unicodedata
from itertools import groupby, pairwise
from operator import attrgetter

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import override
from modeltranslation.fields import TranslationField

from ascn_portal.bilingual.folding import fold
from ascn_portal.bilingual.languages import LANGUAGES

from . import snapshot, staleness
from .models import Card, Publishable, Revision, Translation, record_models

ROWS_AT_ONCE = 500
# What a record is found by beside its bilingual names and its address.
NAMES = {"aliases", "former_names", "code", "symbol", "year"}


def rebuild() -> int:
    """Bring the cards of all records into step; how many there are then.

    What staff noted on them stays: marks, "still right", who does it until when.
    """
    for model in record_models():
        update(model)
    return Card.objects.count()


@transaction.atomic
def update(model, uids=None):
    """Bring the cards of these records of `model`, of all if not said, into step."""
    kind = ContentType.objects.get_for_model(model)
    named = Q() if uids is None else Q(uid__in=uids)
    cards = Card.objects.filter(named, content_type=kind)
    known = {card.uid: card for card in cards.prefetch_related("translations")}
    histories = read_histories(kind, named)
    kept, renamed = [], []
    for record in model._base_manager.filter(named).order_by("pk"):
        card = known.pop(record.uid, None) or Card(content_type=kind, uid=record.uid)
        before = (card.title_vi, card.title_en)
        kept.append((card, brought_into_step(card, record, histories.get(record.uid, []))))
        if uids is not None and card.pk and before != (card.title_vi, card.title_en):
            renamed.append(record)
    Card.objects.filter(pk__in=[card.pk for card in known.values()]).delete()
    store(kept)
    for record in renamed:
        rename_beside(record)


def read_histories(kind: ContentType, named: Q) -> dict:
    """By uid: the revisions that a card does not know yet, behind the last that it knows.

    Without what has no effect on any text: versions set aside, notes of a withdrawal or deletion.
    """
    card = Card.objects.filter(content_type=kind, uid=OuterRef("uid"))
    rows = (
        Revision.objects.filter(named, content_type=kind)
        .exclude(state__in=Revision.BESIDE)
        .exclude(action__in=Revision.NOTES)
        .annotate(known=Coalesce(Subquery(card.values("number")[:1]), 0))
        .filter(number__gte=F("known"))
        .order_by("uid", "number")
    )
    return {uid: list(group) for uid, group in groupby(rows, attrgetter("uid"))}


def brought_into_step(card: Card, record, history: list[Revision]) -> list[Translation]:
    """`card` as `record` and its newest revisions make it, and its two translations."""
    model, newest = type(record), history[-1] if history else None
    said = [revision.content for revision in history] or [snapshot.take(record)]
    live = live_shape(record, newest, said[-1])
    describe(card, record, newest, said[-1], live)
    rows = {row.language: row for row in (card.translations.all() if card.pk else ())}
    stale = {
        language: {
            place: entry
            for place, entry in (rows[language].fields if language in rows else {}).items()
            if entry["state"] == Translation.State.STALE
        }
        for language in LANGUAGES
    }
    texts = [staleness.texts(model, shape) for shape in said]
    for (before, after), revision in zip(pairwise(texts), history[1:], strict=True):
        stale = staleness.follow(stale, before, after, revision.number)
    public = staleness.texts(model, live) if live else {}
    for language in LANGUAGES:
        row = rows.setdefault(language, Translation(language=language, since=card_time(newest)))
        judge(row, texts[-1], public, stale[language], record.revision_number)
    return list(rows.values())


def judge(row: Translation, now, public, stale, live_number: int):
    """Write into `row` what its texts have come to."""
    row.fields = staleness.judge(now, public, stale, row.language)
    state = staleness.worst(row.fields)
    if row.pk and row.state != state:
        row.since = timezone.now()
    row.state = state
    row.marked = any("marked" in entry for entry in row.fields.values())
    row.texts = len(public)
    row.current = staleness.count_current(public, stale, row.language, live_number)


def card_time(newest: Revision | None):
    """Since when a new card has the state that it has."""
    return newest.created_at if newest else timezone.now()


def live_shape(record, newest: Revision | None, newest_shape: dict) -> dict:
    """What is or was public of `record`; {} if nothing ever was."""
    if record.state == Publishable.State.DRAFT:
        return {}
    if newest is None or newest.state not in Revision.OPEN:
        return newest_shape
    live = Revision.objects.filter(
        content_type=newest.content_type_id, uid=record.uid, number=record.revision_number
    ).first()
    return live.content if live else snapshot.take(record)


def describe(card: Card, record, newest: Revision | None, shape: dict, live: dict):
    """Write into `card` what the desk says of `record`, whose newest `shape` may be a draft."""
    model, is_public = type(record), record.state == Publishable.State.PUBLISHED
    card.object_id = record.pk
    name(card, record, shape)
    card.public_from = (record.publish_at or record.first_published_at) if is_public else None
    card.public_until = record.withdraw_at
    published_on = record.last_published_at and timezone.localdate(record.last_published_at)
    card.checked_on = record.checked_on or published_on
    card.open = newest if newest and newest.state in Revision.OPEN else None
    card.asks_second_person = model.asks_second_person(shape) or (
        bool(live) and model.asks_second_person(live)
    )
    card.number = newest.number if newest else 0


def name(card: Card, record, shape: dict):
    """Give `card` the title of `record` in both languages, and the words it is found by."""
    for language in LANGUAGES:
        with override(language):
            setattr(card, f"title_{language}", str(record))
    said = [card.title_vi, card.title_en]
    for field in name_fields(type(record)):
        said += [getattr(record, field), shape.get(field)]
    names = dict.fromkeys(" ".join(fold(str(text))) for text in said if text)
    card.names = "".join(f" {name}|{name.replace(' ', '')}|" for name in names)


def name_fields(model) -> list[str]:
    """The fields of `model` that hold names; long texts are not searched in lists."""
    return [
        field.name
        for field in snapshot.content_fields(model)
        if field.name in NAMES or is_name(field)
    ]


def is_name(field) -> bool:
    """Whether `field` holds an address, or a short text in one language."""
    is_short_text = isinstance(field, TranslationField) and isinstance(field, models.CharField)
    return is_short_text or isinstance(field, models.SlugField)


def to_do_by_key(model, keys) -> dict[int, list[Translation]]:
    """By primary key: what of these records of `model` is missing or stale, in which language."""
    rows = Translation.objects.to_do().filter(
        card__content_type=ContentType.objects.get_for_model(model), card__object_id__in=keys
    )
    found = {}
    for row in rows.select_related("card").order_by("-language"):
        found.setdefault(row.card.object_id, []).append(row)
    return found


def drafts_by_key(model, keys) -> dict[int, Revision]:
    """By primary key: the open drafts of these records of `model`, without what they say."""
    kind = ContentType.objects.get_for_model(model)
    rows = Card.objects.filter(content_type=kind, object_id__in=keys)
    rows = rows.exclude(open=None).select_related("open").defer("open__shape")
    return {card.object_id: card.open for card in rows}


def called(asked: str) -> Q:
    """The condition that a card is called `asked`: words as they begin, or without blanks."""
    words = fold(unicodedata.normalize("NFC", asked))
    begun = Q()
    for word in words:
        begun &= Q(names__contains=f" {word}")
    return begun | Q(names__contains="".join(words))


def store(kept: list[tuple[Card, list[Translation]]]):
    """Write cards and their translations; who is to do them until when is not touched."""
    cards = Card.objects.bulk_create(
        [card for card, _rows in kept],
        update_conflicts=True,
        unique_fields=["content_type", "uid"],
        update_fields=[
            *("object_id", "title_vi", "title_en", "names", "public_from", "public_until"),
            *("checked_on", "open", "asks_second_person", "number"),
        ],
        batch_size=ROWS_AT_ONCE,
    )
    rows = []
    for card, (_card, translations) in zip(cards, kept, strict=True):
        for row in translations:
            row.card = card
            rows.append(row)
    Translation.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["card", "language"],
        update_fields=["state", "fields", "since", "marked", "texts", "current"],
        batch_size=ROWS_AT_ONCE,
    )


def rename_beside(record):
    """Give the cards of records that are named after `record` their new titles."""
    for model in record_models():
        for field in model._meta.concrete_fields:
            if field.related_model is type(record):
                named = model._base_manager.filter(**{field.name: record.pk})
                update(model, list(named.values_list("uid", flat=True)))


@transaction.atomic
def mark(record, names, by):
    """Note that texts of `record` need translation, as `by` saw: "title_en" and so on.

    A text of a part is "proposals/<uid>/title_en". What is empty is missing already: it stays.
    """
    if not names:
        return
    rows = rows_of(record)
    said = newest_texts(record)
    for place, _underline, language in (name.rpartition("_") for name in names):
        if said.get(place, {}).get(language):
            row = rows[language]
            unmarked = {"state": Translation.State.STALE, "since": row.card.number}
            entry = row.fields.get(place, {})
            entry = entry if entry.get("state") == Translation.State.STALE else unmarked
            row.fields[place] = entry | {"marked": str(by)}
    Translation.objects.bulk_update(rows.values(), ["fields"])
    update(type(record), [record.uid])


@transaction.atomic
def unmark(record, names):
    """Note that marked texts of `record` are right as they are; named as `mark` names them."""
    rows = rows_of(record)
    for place, _underline, language in (name.rpartition("_") for name in names):
        still_right(rows[language], place)


def marked_names(record) -> frozenset[str]:
    """The own texts of `record` that somebody marked by hand, as in "summary_en"."""
    rows = Translation.objects.filter(
        card__content_type=ContentType.objects.get_for_model(record),
        card__uid=record.uid,
        marked=True,
    )
    return frozenset(
        f"{place}_{row.language}"
        for row in rows
        for place, entry in row.fields.items()
        if "marked" in entry and "/" not in place
    )


def rows_of(record) -> dict[str, Translation]:
    """The translations of `record` by language."""
    kind = ContentType.objects.get_for_model(record)
    rows = Translation.objects.select_related("card")
    return {row.language: row for row in rows.filter(card__content_type=kind, card__uid=record.uid)}


def newest_texts(record) -> staleness.Texts:
    """What the texts of `record` say in its draft, or where there is none, in the tables."""
    kind = ContentType.objects.get_for_model(record)
    card = Card.objects.select_related("open").get(content_type=kind, uid=record.uid)
    shape = card.open.content if card.open else snapshot.take(record)
    return staleness.texts(type(record), shape)


@transaction.atomic
def still_right(translation: Translation, place: str = ""):
    """Note that a stale text says what the other language says; all of them without `place`."""
    row = Translation.objects.select_related("card").get(pk=translation.pk)
    row.fields = {
        where: entry
        for where, entry in row.fields.items()
        if entry["state"] != Translation.State.STALE or (place and where != place)
    }
    row.save(update_fields=["fields"])
    update(row.card.content_type.model_class(), [row.card.uid])


def assign(rows, to, **until) -> int:
    """Ask `to`, or nobody (None), for these translations; how many they are.

    `due_on` is their deadline, None for none; where it is not said they keep what they have.
    """
    return rows.update(assignee=to, **until)


def public_share(at=None) -> dict[str, tuple[int, int]]:
    """By language: how many texts of public records are current in it, and of how many."""
    at = at or timezone.now()
    ends = Q(card__public_until__isnull=True) | Q(card__public_until__gt=at)
    public = Translation.objects.filter(ends, card__public_from__lte=at)
    counted = public.order_by().values_list("language")
    return {
        language: (current, texts)
        for language, current, texts in counted.annotate(Sum("current"), Sum("texts"))
    }
