"""Links by which what is not public yet can be looked at: `?preview=<signed token>`.

A link shows the newest draft of one record, on the page that will be its own, until a time that
the link itself says. It is spent once the record has been published after it was made, and
whoever may share a draft can end all links to it.
"""

import hashlib
import time
from contextlib import contextmanager, nullcontext, suppress
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit

from django.apps import apps
from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from ascn_portal.accounts import audit
from ascn_portal.accounts.models import AuditEntry

from .addresses import follow
from .models import Publishable, Revision
from .querysets import is_published, previewed
from .services import open_revision
from .standing import PLANNED, standing
from .trial import as_if_applied

PARAMETER = "preview"
SALT = "publishing.preview"
VALID_FOR = timedelta(days=7)
# For who has an account and looks at once.
A_LOOK = timedelta(hours=1)
# To show a draft takes the place of a writer: a link is not for programs.
MOST_A_MINUTE = 30


class Link(NamedTuple):
    """What a token says: of which record, and from when to when it holds (seconds since 1970)."""

    kind: str  # as in "cities.city"
    uid: str
    made_at: float
    ends_at: float


class Preview(NamedTuple):
    """A record that is shown before it is public; `revision` is None where the tables hold it."""

    record: Publishable
    revision: Revision | None
    token: str
    ends_at: datetime

    @property
    def uid(self):
        return self.record.uid

    @property
    def number(self) -> int:
        """The number of the revision that is shown."""
        return self.revision.number if self.revision else self.record.revision_number


class Over(Exception):
    """A link that shows nothing any more: its time is over, or what it led to is gone."""


class TooOften(Exception):
    """A link by which more was asked for in a minute than a reader does."""


class Spent(Exception):
    """A link to a record that the public sees by now."""

    def __init__(self, record: Publishable):
        super().__init__()
        self.record = record


def preview_token(row, valid_for: timedelta = VALID_FOR) -> str:
    """What `preview` must be for the draft of this record to be shown."""
    now = time.time()
    link = Link(row._meta.label_lower, str(row.uid), now, now + valid_for.total_seconds())
    return signing.dumps(link, salt=SALT)


def read_token(token: str) -> Link:
    """What `token` says.

    Raises BadSignature where no link of ours has it, Over after its time or once it was ended.
    """
    link = Link(*signing.loads(token, salt=SALT))
    if link.ends_at <= time.time() or was_ended(link):
        raise Over
    return link


def was_ended(link: Link) -> bool:
    """Whether somebody has ended the links to the record since `link` was made.

    The audit log is asked: it remembers for longer than any link lasts.
    """
    made_at = datetime.fromtimestamp(link.made_at, UTC)
    entries = AuditEntry.objects.filter(about_type=link.kind, about_id=link.uid, at__gte=made_at)
    return entries.filter(action=AuditEntry.Action.PREVIEW_LINKS_ENDED).exists()


def find_preview(token: str) -> Preview:
    """What the link with `token` shows. Raises BadSignature, Over or Spent where it is nothing."""
    link = read_token(token)
    record = apps.get_model(link.kind).objects.filter(uid=link.uid).first()
    if record is None:
        raise Over
    revision = waiting_for(link, record)
    if revision is None and is_published(record):
        raise Spent(record)
    if revision is None and standing(record) != PLANNED:
        raise Over
    return Preview(record, revision, token, datetime.fromtimestamp(link.ends_at, UTC))


def share(record, *, by) -> Preview:
    """A link to the draft of `record` for people without an account, noted in the audit log.

    Raises Over or Spent where no draft waits.
    """
    found = find_preview(preview_token(record))
    audit.note(AuditEntry.Action.PREVIEW_LINK_MADE, by=by, about=record, revision=found.number)
    return found


def end_links(record, *, by):
    """Let no link to `record` that was given so far show anything any more."""
    audit.note(AuditEntry.Action.PREVIEW_LINKS_ENDED, by=by, about=record)


def waiting_for(link: Link, record) -> Revision | None:
    """The draft that `link` to `record` shows; None once the link is spent."""
    return None if was_published_since(record, link.made_at) else open_revision(record)


def was_published_since(record, moment: float) -> bool:
    """Whether the public has been given `record`, or a change of it, after `moment`."""
    if not is_published(record):
        return False
    last = max(filter(None, [record.last_published_at, record.publish_at]))
    return last.timestamp() > moment


@contextmanager
def shown(preview: Preview):
    """While the block lasts the public sees the draft, as if published now; gives the record.

    Nothing stays. Answers must be rendered inside. Raises DoesNotFit as `as_if_applied` does.
    """
    with on_trial(preview.revision) as drafted:
        if drafted:  # pages print this day; before its first publication a record has none
            drafted.last_published_at = timezone.now()
            drafted.save(update_fields=["last_published_at"])
        token = previewed.set(preview)
        try:
            yield drafted or preview.record
        finally:
            previewed.reset(token)


def on_trial(revision: Revision | None):
    """The tables as `revision` would have them, for a `with`; None changes and gives nothing."""
    return as_if_applied(revision) if revision else nullcontext()


def pages_of(preview: Preview) -> dict[str, str]:
    """{language: address with the token} of the page that shows the draft."""
    pages = {}
    with shown(preview) as record:
        for code, _name in settings.LANGUAGES:
            with translation.override(code):
                pages[code] = carrying(record.shown_at(), preview.token)
    return pages


def carrying(url: str, token: str) -> str:
    """`url` with the token, which stands before the place in the page."""
    return urlsplit(url)._replace(query=urlencode({PARAMETER: token})).geturl()


def carried_on(url: str, record) -> str:
    """`url`, of something of `record`: with the token of this page if it is a preview of that."""
    preview = previewed.get()
    return carrying(url, preview.token) if preview and preview.uid == record.uid else url


def why_without_page(record) -> str:
    """Why nothing would be seen of the draft if it were published as it stands."""
    for owner in (follow(record, path) for path in record.public_with):
        if owner is not None and not is_published(owner):
            kind = owner._meta.verbose_name
            return _("It is public only together with its %(kind)s, which is not public yet.") % {
                "kind": kind
            }
    return _("As the draft stands it would have no page, or stand on none.")


def count_look(token: str):
    """Count one more look by the link with `token`. Raises TooOften where there were too many."""
    digest = hashlib.sha256(token.encode()).hexdigest()
    key = f"preview:{digest}:{int(time.time() // 60)}"
    cache.add(key, 0)
    with suppress(ValueError):  # a full cache lets go of keys at any time
        if cache.incr(key) > MOST_A_MINUTE:
            raise TooOften
