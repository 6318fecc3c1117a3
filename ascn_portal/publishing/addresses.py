"""The address of a record, which keeps answering: with the record, where it went, or why not."""

from django.contrib.contenttypes.models import ContentType
from django.http import Http404
from django.utils import timezone

from ascn_portal.errors import Gone, Moved

from .models import Publishable, SlugHistory


def find_public(queryset, slug: str):
    """The public record at the address `slug`, read as `queryset` reads it.

    Raises Moved for a former address, Gone for what has been withdrawn, and Http404 for what
    the public never saw.
    """
    record = queryset.published().filter(slug=slug).first()
    if record is None:
        raise what_became_of(queryset.model, slug)
    return record


def what_became_of(model, slug: str) -> Exception:
    """The answer to an address of `model` at which nothing public stands."""
    once_public = model._default_manager.filter(first_published_at__lte=timezone.now())
    if record := once_public.filter(slug=slug).first():
        withdrawn = find_withdrawn(record)
        return Gone(withdrawn) if withdrawn else Http404()
    kind = ContentType.objects.get_for_model(model)
    former = SlugHistory.objects.filter(content_type=kind, slug=slug).values("uid")
    if record := once_public.filter(uid__in=former).first():
        return Moved(record.get_absolute_url())
    return Http404()


def present_slugs(model, slugs) -> dict[str, str]:
    """{former address: present one} of those of `slugs` at which public records once stood."""
    kind = ContentType.objects.get_for_model(model)
    former = SlugHistory.objects.filter(content_type=kind, slug__in=slugs)
    uids = dict(former.values_list("slug", "uid"))
    public = model._default_manager.published().filter(uid__in=uids.values())
    present = dict(public.values_list("uid", "slug"))
    return {slug: present[uid] for slug, uid in uids.items() if uid in present}


def find_withdrawn(record) -> Publishable | None:
    """The record itself if it is withdrawn, else what it is public with and that is."""
    for path in ("", *record.public_with):
        named = follow(record, path)
        if named is not None and is_withdrawn(named):
            return named
    return None


def follow(record, path: str):
    """The row at the end of `path`, as in "city__country"; None where a step is empty."""
    for step in filter(None, path.split("__")):
        record = getattr(record, step, None)
    return record


def is_withdrawn(record) -> bool:
    """Whether `record` has been taken from the public, or its time is over."""
    if record.state == Publishable.State.WITHDRAWN:
        return True
    return record.withdraw_at is not None and record.withdraw_at <= timezone.now()
