"""What waits for somebody of the staff: the rows of the start page, and of the mail.

An app registers its row in its module `desk`: a function of the user that gives a Row, or None
where the user may not see it. Links to pages of other people's kinds are made by `card_url`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, NamedTuple

from django.contrib.admin.utils import quote
from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, Subquery, When, Window
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator, capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from . import rights, services
from .models import AskedWithdrawal, Card, Revision, Translation

SHOWN = 5
SOON = timedelta(days=14)
LONG_AGO = timedelta(days=365)
State = Revision.State


class Item(NamedTuple):
    """One thing that waits: its name, where it is dealt with, and what is to be known of it."""

    label: str
    url: str
    detail: str = ""


@dataclass
class Row:
    """Things of one sort that wait: `item` makes of a row of `queryset` what people read.

    `url` is the list that the things have of their own; without one the desk lists them all.
    `mailed` is the condition under which the mail of the day tells of them too.
    """

    title: str
    queryset: QuerySet
    item: Callable[[Any], Item]
    url: str = ""
    mailed: Q = field(default_factory=Q)

    def first(self) -> tuple[int, list[Item]]:
        """How many there are, and the first of them; one query for both."""
        rows = list(self.queryset.annotate(how_many=Window(Count("*")))[:SHOWN])
        return rows[0].how_many if rows else 0, [self.item(row) for row in rows]


class Registered(NamedTuple):
    order: int
    name: str
    make: Callable


REGISTERED: list[Registered] = []


def register_row(*, order: int):
    """Let the decorated function of a user give a row of the start page, at the place `order`."""

    def decorate(make):
        REGISTERED.append(Registered(order, make.__name__, make))
        REGISTERED.sort()
        return make

    return decorate


def rows_for(user) -> dict[str, Row]:
    """By name: the rows that `user` may see, in their order."""
    made = ((name, make(user)) for _order, name, make in REGISTERED)
    return {name: row for name, row in made if row is not None}


def card_url(card: Card, page: str = "change") -> str:
    """A page about the record of `card` in the admin."""
    kind = card.content_type
    return reverse(f"admin:{kind.app_label}_{kind.model}_{page}", args=[quote(card.object_id)])


def cards_of(user):
    """The cards that `user` may look at, with what their items say."""
    cards = rights.visible_cards(user).select_related("content_type", "open__author")
    return cards.defer("open__shape")


def card_item(card: Card, page: str = "change", detail: str = "") -> Item:
    """The record of `card`, with its kind."""
    kind = capfirst(card.content_type.name)
    said = f"{kind}. {detail}" if detail else kind
    return Item(str(card), card_url(card, page), said)


def in_short(moment) -> str:
    """Date and time in digits, as the reader's language prints them."""
    return date_format(timezone.localtime(moment), "SHORT_DATETIME_FORMAT")


@register_row(order=5)
def own_records(user) -> Row | None:
    """For whoever may change nothing but these: each is one click away, whether it waits or not."""
    if works_on_all(user):
        return None
    return Row(_("Records that you may propose changes to"), cards_of(user), card_item)


@register_row(order=10)
def drafts(user) -> Row:
    cards = cards_of(user).filter(open__state=State.DRAFT, open__author=user)

    def item(card):
        return card_item(card, "change", in_short(card.open.created_at))

    return Row(_("My drafts"), cards.order_by("-open__created_at"), item)


@register_row(order=20)
def returned(user) -> Row:
    """What an approver sent back to its author, and what came back to who had planned it."""
    sent_back = Q(open__state=State.RETURNED, open__author=user)
    planned = Exists(unpublished_of_card().filter(planner=user))
    by_others = ~Q(open__author=user) | Q(open__planner=user)
    waits = Q(open__state__in=[State.DRAFT, State.IN_REVIEW, State.RETURNED])
    cards = cards_of(user).filter(sent_back | waits & by_others & planned)

    def item(card):
        if card.open.state == State.RETURNED:
            return card_item(card, "change", Truncator(card.open.reason).words(40))
        if card.open.planner_id == user.pk:
            return card_item(card, "review", _("It is no longer planned"))
        who = {"author": card.open.author or "–"}
        said = _("%(author)s has changed it: it is no longer planned") % who
        return card_item(card, "review", said)

    return Row(_("Returned to me"), cards.order_by("-open__created_at"), item)


def unpublished_of_card():
    """For a subquery: the revisions of an outer card of which the public has seen nothing."""
    return services.unpublished().filter(content_type=OuterRef("content_type"), uid=OuterRef("uid"))


@register_row(order=30)
def reviews(user) -> Row | None:
    """All that `user` may approve, first what was sent to them by name.

    What was sent to a colleague is there too, who may be away, but comes by mail only once that
    colleague may no longer approve.
    """
    if not rights.may_approve(user):
        return None
    cards = cards_of(user).select_related("open__reviewer")
    cards = cards.filter(open__state=State.IN_REVIEW, open__goes_along=False)
    if not services.may_approve_alone(user):
        own = Exists(unpublished_of_card().filter(author=user))
        cards = cards.exclude(Q(asks_second_person=True) & own)

    def item(card):
        who = {"author": card.open.author or "–", "moment": in_short(card.open.submitted_at)}
        said = _("By %(author)s, %(moment)s") % who
        if card.open.reviewer_id not in (None, user.pk):
            asked = {"sent": said, "person": card.open.reviewer}
            said = _("%(sent)s; %(person)s was asked") % asked
        return card_item(card, "review", said)

    by_name = Case(When(open__reviewer=user, then=0), default=1)
    for_others = Q(open__reviewer__in=services.approvers().exclude(pk=user.pk))
    rows = cards.order_by(by_name, "open__submitted_at")
    return Row(_("Waiting for my review"), rows, item, mailed=~for_others)


@register_row(order=35)
def withdrawals(user) -> Row | None:
    """Withdrawals that take a second person, for those who may be that."""
    if not rights.may_approve(user):
        return None
    rows = AskedWithdrawal.objects.filter(rights.in_sight(user)).exclude(by=user)
    rows = with_card(rows).select_related("content_type", "by")

    def item(row):
        asked = {"author": row.by, "moment": in_short(row.asked_at)}
        return item_of_card(row, "withdraw", _("By %(author)s, %(moment)s") % asked)

    return Row(_("Withdrawals to agree to"), rows, item)


def with_card(rows):
    """`rows` about records, with key and name of each; without those whose record is gone."""
    card = Card.objects.filter(content_type=OuterRef("content_type"), uid=OuterRef("uid"))
    rows = rows.annotate(key=Subquery(card.values("object_id")[:1]))
    title = f"title_{get_language()}"
    return rows.annotate(called=Subquery(card.values(title)[:1])).exclude(key=None)


def item_of_card(row, page: str, detail: str, *args) -> Item:
    """A row of `with_card`, with a page about its record and what is to be known of it."""
    kind = row.content_type
    url = reverse(f"admin:{kind.app_label}_{kind.model}_{page}", args=[quote(row.key), *args])
    return Item(row.called, url, f"{capfirst(kind.name)}. {detail}")


@register_row(order=40)
def set_aside(user) -> Row:
    rows = Revision.objects.filter(state=State.SET_ASIDE, author=user).defer("shape")

    def item(row):
        return item_of_card(row, "merge", in_short(row.created_at), row.pk)

    return Row(_("What I set aside"), with_card(rows).select_related("content_type"), item)


@register_row(order=50)
def my_translations(user) -> Row | None:
    rows = Translation.objects.to_do().filter(assignee=user, card__in=rights.visible_cards(user))
    rows = rows.select_related("card__content_type")
    desk = reverse("admin:publishing_translation_changelist")
    return Row(_("Translations asked of me"), rows, translation_item, f"{desk}?whose=mine")


@register_row(order=60)
def translations(user) -> Row | None:
    if not (rights.may_translate(user) or rights.may_assign(user)):
        return None
    rows = Translation.objects.to_do().filter(card__in=rights.visible_cards(user))
    desk = reverse("admin:publishing_translation_changelist")
    rows = rows.select_related("card__content_type")
    return Row(_("Missing and stale translations"), rows, translation_item, desk)


def translation_item(row: Translation) -> Item:
    """A record in one language, with its state and deadline."""
    detail = f"{row.get_language_display()}: {row.get_state_display()}"
    if row.due_on:
        day = date_format(row.due_on, "SHORT_DATE_FORMAT")
        detail = _("%(state)s, until %(day)s") % {"state": detail, "day": day}
    url = reverse("admin:publishing_translation_change", args=[row.pk])
    return Item(str(row.card), url, detail)


@register_row(order=70)
def going_live(user) -> Row | None:
    if not works_on_all(user):
        return None
    now = timezone.now()
    soon = (now, now + SOON)
    is_due = Q(open__state=State.SCHEDULED, open__due_at__lte=now + SOON)
    cards = cards_of(user).filter(
        is_due | Q(public_from__range=soon) | Q(public_from__lte=now, public_until__range=soon)
    )

    def item(card):
        return card_item(card, "change", what_happens(card, now))

    return Row(_("Going live or ending soon"), cards, item)


def what_happens(card: Card, now) -> str:
    """What the timetable does to the record of `card` next, in a sentence."""
    if due_at := card.open and card.open.due_at:
        return _("Its new text becomes public at %(moment)s") % {"moment": in_short(due_at)}
    if card.public_from > now:
        return _("It becomes public at %(moment)s") % {"moment": in_short(card.public_from)}
    return _("It is withdrawn at %(moment)s") % {"moment": in_short(card.public_until)}


@register_row(order=80)
def unchecked(user) -> Row | None:
    if not works_on_all(user):
        return None
    today = timezone.localdate()
    cards = cards_of(user).filter(public_from__lte=timezone.now(), checked_on__lt=today - LONG_AGO)

    def item(card):
        day = date_format(card.checked_on, "SHORT_DATE_FORMAT")
        return card_item(card, "change", _("Last checked %(day)s") % {"day": day})

    return Row(_("Not checked for a year"), cards.order_by("checked_on"), item)


def works_on_all(user) -> bool:
    """Whether `user` keeps records of every kind, not a city's own alone."""
    return rights.may_translate(user) or rights.may_assign(user)
