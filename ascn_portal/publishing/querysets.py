"""The one rule of what the public sees."""

from contextvars import ContextVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

# While a preview is shown: the publishing.preview.Preview whose record counts as public.
previewed = ContextVar("previewed", default=None)


class IsPublic(models.Func):
    """The rule as one expression of state, start, end and moment.

    Where a preview is shown, the record's uid and that of the one record to be shown follow.

    Public queries hold it once for each record that they touch. As five lookups it made a query
    over four records take 3.0 ms to build, so it takes 1.8 ms.
    """

    conditional = True
    output_field = models.BooleanField()

    def as_sql(self, compiler, connection, **context):
        parts = [compiler.compile(source) for source in self.get_source_expressions()]
        (state, _s), (starts, _a), (ends, _e), (moment, at), *shown = parts
        rule = (
            f"({state} = 'published' AND ({starts} IS NULL OR {starts} <= {moment})"
            f" AND ({ends} IS NULL OR {ends} > {moment}))"
        )
        if not shown:
            return rule, [*at, *at]
        (uid, _u), (named, record) = shown
        return f"({rule} OR {uid} = {named})", [*at, *at, *record]


def published_q(prefix: str = "", at=None) -> Q:
    """The condition under which a record is public at the moment `at` (now if not said).

    `prefix` is the way to the record, as in `published_q("city__")`.
    """
    columns = (f"{prefix}{name}" for name in ("state", "publish_at", "withdraw_at"))
    moment = models.Value(at or timezone.now(), output_field=models.DateTimeField())
    shown = ()
    if preview := previewed.get():
        shown = (f"{prefix}uid", models.Value(preview.uid, output_field=models.UUIDField()))
    return Q(IsPublic(*columns, moment, *shown))


def is_published(record, at=None) -> bool:
    """The same rule for a row at hand, as `select_related` joins it; None is not public."""
    if record is None:
        return False
    if (preview := previewed.get()) and preview.uid == record.uid:
        return True
    if record.state != "published":
        return False
    at = at or timezone.now()
    starts, ends = record.publish_at, record.withdraw_at
    return (starts is None or starts <= at) and (ends is None or ends > at)


class PublicQuerySet(models.QuerySet):
    """Rows of a record or part; `published()` is the only way by which the public reads them."""

    def published(self, at=None, given: str = ""):
        """What the public sees at `at`: a public row, all of whose `public_with` are public too.

        An optional relation in `public_with` hides nothing where it is empty. What the relation
        `given` leads to is known to be public and not asked again.
        """
        rule = published_q(at=at) if self.model.has_state else Q()
        for path in self.model.public_with:
            if given and f"{path}__".startswith(f"{given}__"):
                continue
            shown = published_q(f"{path}__", at)
            if self.model._meta.get_field(path.partition("__")[0]).null:
                shown |= Q(**{f"{path}__isnull": True})
            rule &= shown
        return self.filter(rule)


def prefetch_published(model, relation: str, *follow: str, at=None) -> models.Prefetch:
    """The public rows of `relation`, as `prefetch_related` takes them, under the same name.

    An app reads so what the apps to its left hold, without importing them: `follow` names
    the relations to join. What is not public is left out; the rows of `model` themselves are
    taken to be public.
    """
    field = model._meta.get_field(relation)
    # A foreign key that leads back to the rows of `model`.
    given = field.remote_field.name if field.one_to_many or field.one_to_one else ""
    rows = field.related_model._default_manager.published(at=at, given=given)
    return models.Prefetch(relation, queryset=rows.select_related(*follow) if follow else rows)
