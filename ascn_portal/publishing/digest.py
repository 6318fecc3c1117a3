"""The mail that tells staff what waits for them: at most one a day, and only with news in it."""

import logging
from collections.abc import Iterator
from smtplib import SMTPException
from typing import NamedTuple

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import override

from . import desk
from .models import AskedWithdrawal, Card, Digest, Translation

logger = logging.getLogger(__name__)
FROM_HOUR = 7  # of TIME_ZONE: what came overnight is read in the morning
ROWS = ("returned", "reviews", "withdrawals", "my_translations")
SHOWN = 20


class Section(NamedTuple):
    """A row of the desk as the mail has it; `keys` tell what of it somebody was told already."""

    title: str
    items: list
    more: int
    keys: list[str]


def send_digests(now=None) -> int:
    """Look after everybody who got no mail today, once the morning has come; how many went.

    May run twice at once, and again after a failure.
    """
    now = timezone.localtime(now)
    if not settings.SENDS_MAIL or now.hour < FROM_HOUR:
        return 0
    today = now.date()
    staff = get_user_model().objects.filter(is_active=True, is_staff=True).exclude(email="")
    waiting = staff.exclude(pk__in=Digest.objects.filter(day=today).values("user"))
    return sum(look_after(person, today) for person in waiting.order_by("pk"))


def look_after(person, today) -> bool:
    """Send `person` what waits, if there is news and no other process is at it; True if sent."""
    if not claim(person, today):
        return False
    digest = Digest.objects.get(user=person)
    try:
        with override(person.language):
            sections = list(sections_for(person, today))
            keys = [key for section in sections for key in section.keys]
            is_news = not set(keys) <= set(digest.told)
            if is_news:
                message(person, sections).send()
    except (SMTPException, OSError):
        logger.exception("The mail for user %s was not sent; it is tried again", person.pk)
        Digest.objects.filter(pk=digest.pk).update(day=None)
        return False
    # Who was told nothing hears of what comes later today.
    Digest.objects.filter(pk=digest.pk).update(told=keys, day=today if is_news else None)
    return is_news


@transaction.atomic
def claim(person, today) -> bool:
    """Take it upon this process to look after `person` today; False if another one did."""
    Digest.objects.get_or_create(user=person)
    return bool(Digest.objects.filter(user=person).exclude(day=today).update(day=today))


def sections_for(person, today) -> Iterator[Section]:
    """What waits for `person`, row by row of the desk; rows in which nothing waits are left out."""
    rows = desk.rows_for(person)
    for name in ROWS:
        row = rows.get(name)
        found = list(row.queryset.filter(row.mailed)) if row else []
        if found:
            items = [row.item(each) for each in found[:SHOWN]]
            keys = [key_of(name, each, today) for each in found]
            yield Section(row.title, items, len(found) - len(items), keys)


def key_of(name: str, found: Card | AskedWithdrawal | Translation, today) -> str:
    """What tells a thing that waits from another, and from itself once it is due."""
    if isinstance(found, Card):
        return f"{name}:{found.open_id}:{found.open.submitted_at}"
    if isinstance(found, AskedWithdrawal):
        return f"{name}:{found.pk}"
    is_due = found.due_on is not None and found.due_on <= today
    return f"{name}:{found.pk}:{found.assignee_id}:{found.due_on}:{'due' if is_due else ''}"


def message(person, sections: list[Section]) -> EmailMessage:
    """The mail to `person`, in the active language."""
    context = {"person": person, "sections": sections, "origin": settings.PUBLIC_ORIGIN}
    return EmailMessage(
        render_to_string("emails/digest_subject.txt", context).strip(),
        render_to_string("emails/digest.txt", context),
        to=[person.email],
        # RFC 3834: those who are away answer no machine.
        headers={"Auto-Submitted": "auto-generated"},
    )
