"""What pages read of the documents."""

from datetime import date, timedelta
from functools import reduce
from operator import or_
from typing import NamedTuple

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, F, Q, Value
from django.utils.translation import get_language

from ascn_portal.bilingual.dates import Precision, first_day
from ascn_portal.publishing.querysets import PublicQuerySet, prefetch_published
from ascn_portal.publishing.services import record_models
from ascn_portal.sources.models import Citation

# Otherwise `status_on` is not the day on which the document came about.
IS_DATED = Q(status_on__isnull=False) & ~Q(status__in=["superseded", "withdrawn"])


def surely_by(day: date, field: str, precision: str) -> Q:
    """A condition: the date `field` is not after `day`, whatever day `precision` leaves open."""
    next_day = day + timedelta(days=1)
    conditions = (
        Q(**{precision: known, f"{field}__lt": first_day(next_day, known)})
        for known in Precision.values
    )
    return reduce(or_, conditions)


def existing_by(day: date) -> Q:
    """A condition: the document existed on `day`, whatever day its date may mean."""
    dated = IS_DATED & surely_by(day, "status_on", "status_precision")
    return dated | Q(~IS_DATED, year__lt=(day + timedelta(days=1)).year)


class DocumentQuerySet(PublicQuerySet):
    """Documents, read by name."""

    def as_of(self, day):
        """Documents that surely existed on `day`: adopted, published or discussed by then."""
        return self.filter(existing_by(day))

    def maybe_as_of(self, day):
        """Documents that came about before or after `day`, it is not known which."""
        begun = Q(IS_DATED, status_on__lte=day) | Q(~IS_DATED, year__lte=day.year)
        return self.filter(begun).exclude(existing_by(day))

    def narrowed(self, kind: str = "", status: str = "", year: str = ""):
        """Documents of `kind` and `status` from `year`; "" leaves all."""
        wanted = {"kind": kind, "status": status, "year": year}
        return self.filter(**{field: value for field, value in wanted.items() if value})

    def years(self) -> list[int]:
        """The years from which documents are, newest first."""
        return list(self.order_by("-year").values_list("year", flat=True).distinct())

    def newest_first(self):
        """By year and day, newest first; then as the reader's language sorts titles."""
        by_day = F("status_on").desc(nulls_last=True)
        return self.order_by("-year", by_day, f"title_{get_language()}_sort", "pk")

    def for_rows(self):
        """Public ones with the columns that a row of a list prints (`views.document_row`)."""
        return self.published().only(
            *("slug", "title", "kind", "year", "status", "status_on", "status_precision")
        )

    def for_document_page(self):
        """With all that a document's page says, and of other records only what is public.

        Versions have their files; who else rests on it, `records_resting_on` tells.
        """
        return self.prefetch_related(
            prefetch_published(self.model, "replaces"),
            prefetch_published(self.model, "replaced_by"),
            prefetch_published(self.model, "outcomes", "event"),
            prefetch_published(self.model, "action_plans", "city"),
            prefetch_published(self.model, "monitoring_report"),
            prefetch_published(self.model, "versions"),
            "versions__files",
        )

    def for_version_page(self):
        """With its public versions and their files."""
        versions = prefetch_published(self.model, "versions")
        return self.prefetch_related(versions, "versions__files")

    def once_public_version(self, document, number: int):
        """The version of this number if the public ever saw it, whatever its state, else None."""
        versions = self.model._meta.get_field("versions").related_model.objects
        once_public = versions.filter(document=document, first_published_at__isnull=False)
        return once_public.filter(number=number).first()


class TitledRow(NamedTuple):
    """What a link to a record needs; `city` tells projects of one title apart."""

    title: str
    slug: str
    city: str


def records_resting_on(document, day) -> dict[type, list[TitledRow]]:
    """The public records that name `document` or cite it as a source, by kind.

    Only records with a page of their own on `day`, as the reader's language sorts them.
    """
    citing = citing_rows(document)
    arms = {}
    for model in filter(has_pages, record_models()):
        if condition := rests_on(model, document, citing):
            condition &= ~Q(uid=document.uid)
            arms[model._meta.label] = titled(model, condition, day)
    if not arms:
        return {}
    first, *others = arms.values()
    found = {}
    for label, _sort, *row in first.union(*others).order_by("sort", "slug"):
        found.setdefault(label, []).append(TitledRow(*row))
    return {apps.get_model(label): found[label] for label in arms if label in found}


def citing_rows(document) -> dict[int, list[int]]:
    """Primary keys of the records and parts that cite `document`, by their content type."""
    rows = {}
    citations = Citation.objects.filter(source=document.source_id)
    for kind, key in citations.order_by().values_list("content_type", "object_id"):
        rows.setdefault(kind, []).append(key)
    return rows


def has_pages(model) -> bool:
    """Whether each public record of `model` stands at its own slug."""
    return hasattr(model, "slug") and hasattr(model, "get_absolute_url")


def rests_on(model, document, citing: dict[int, list[int]]) -> Q:
    """A condition: a record of `model` names `document`, or it or a part of it is in `citing`.

    Empty where there is none.
    """
    names_documents = any(field.name == "documents" for field in model._meta.many_to_many)
    condition = Q(documents=document) if names_documents else Q()
    parts = {part: model._meta.get_field(part).related_model for part in model.parts}
    for path, row in {"pk": model, **parts}.items():
        keys = citing.get(ContentType.objects.get_for_model(row).pk)
        if keys:
            condition |= Q(**{f"{path}__in": keys})
    return condition


def titled(model, condition: Q, day):
    """Kind, sort key, title, slug and city of the rows of `model` that have a page on `day`."""
    language = get_language()
    title = f"{model.required_in_both[0]}_{language}"
    key = f"{title}_sort" if hasattr(model, f"{title}_sort") else title
    rows = model.objects.published().filter(condition)
    if hasattr(rows, "members_by"):  # countries: only members have pages
        rows = rows.members_by(day)
    city = F(f"city__name_{language}") if hasattr(model, "city") else Value("", CharField())
    # Rewriting for the reader's language shuffles columns, and those of a union must be in step.
    return (
        rows.order_by()
        .distinct()
        .rewrite(False)
        .annotate(label=Value(model._meta.label, CharField()), sort=F(key), city_name=city)
        .values_list("label", "sort", title, "slug", "city_name")
    )
