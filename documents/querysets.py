"""What pages read of the documents."""

from datetime import date, timedelta
from functools import reduce
from operator import or_
from typing import NamedTuple

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Case, CharField, F, Q, Value, When
from django.utils.translation import get_language

from ascn_portal.bilingual.dates import Precision, first_day
from ascn_portal.bilingual.languages import LANGUAGES
from ascn_portal.publishing.models import Revision, record_models
from ascn_portal.publishing.querysets import PublicQuerySet, prefetch_published, published_q
from ascn_portal.sources.models import Citation

# Statuses whose day is not the one on which the document came about.
ENDED = ("superseded", "withdrawn")
IS_DATED = Q(status_on__isnull=False) & ~Q(status__in=ENDED)

ROW_COLUMNS = ("slug", "title", "kind", "year", "status", "status_on", "status_precision")


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

    def newest_first(self):
        """By year and day, newest first; then as the reader's language sorts titles."""
        by_day = Case(When(IS_DATED, then="status_on")).desc(nulls_last=True)
        return self.order_by("-year", by_day, f"title_{get_language()}_sort", "pk")

    def by_title(self):
        """As the reader's language sorts titles."""
        return self.order_by(f"title_{get_language()}_sort", "pk")

    def newest_change(self) -> tuple:
        """What differs after a change of any record: the newest revision, the newest document."""
        newest = models.Subquery(self.order_by("-pk").values("pk")[:1])
        revisions = Revision.objects.order_by("-pk")
        return revisions.values_list("pk", "created_at", "applied_at", newest).first()

    def for_register(self):
        """Of public ones, in no order, the columns by which the register is narrowed."""
        rows = self.published().order_by()
        return rows.values_list("pk", "kind", "status", "year", "languages", named=True)

    def adoptions(self) -> list[tuple]:
        """(primary key, slug of the meeting, its titles by language) of each public adoption.

        The newest meeting comes first.
        """
        titles = {code: f"outcomes__event__title_{code}" for code in LANGUAGES}
        rows = (
            self.published()
            .filter(published_q("outcomes__event__"), outcomes__kind="adopts")
            .order_by("-outcomes__event__starts_on", "outcomes__event__slug")
            .values_list("pk", "outcomes__event__slug", *titles.values())
        )
        return [(key, slug, dict(zip(titles, said, strict=True))) for key, slug, *said in rows]

    def for_rows(self):
        """Public ones with the columns that a row of a list prints (`views.document_row`)."""
        return self.published().only(*ROW_COLUMNS)

    def for_register_rows(self, keys):
        """The public ones of these primary keys, in no order, with files and official address."""
        rows = self.published().filter(pk__in=keys).order_by()
        return rows.only(*ROW_COLUMNS, "official_url").with_files()

    def with_files(self):
        """With the public versions (`public_versions`, the newest first) and what each offers.

        The files of a version (`offered_files`) have their stored files.
        """
        files = apps.get_model("documents.DocumentFile").objects.offered()
        versions = apps.get_model("documents.DocumentVersion").objects
        versions = versions.published(given="document").only("document", "number")
        return self.prefetch_related(
            models.Prefetch("versions", versions.order_by("-number"), "public_versions"),
            models.Prefetch("public_versions__files", files, "offered_files"),
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
            offered_files(),
        )

    def for_version_page(self):
        """With its public versions and their files, those that were withdrawn too."""
        versions = prefetch_published(self.model, "versions")
        files = apps.get_model("documents.DocumentFile").objects.harmless()
        return self.prefetch_related(versions, models.Prefetch("versions__files", queryset=files))

    def newest_successor(self, document):
        """The document at the end of the chain of those that replaced `document`, or None.

        Only public ones count. Where several ends meet it is the newest; its public `outcomes`
        are at hand, each with its event.
        """
        followers = {}
        pairs = self.published().filter(replaces__isnull=False).order_by()
        for replaced, key in pairs.values_list("replaces", "pk"):
            followers.setdefault(replaced, []).append(key)
        reached, ahead = {document.pk}, [document.pk]
        while ahead:
            ahead = [key for former in ahead for key in followers.get(former, ())]
            ahead = [key for key in ahead if key not in reached]
            reached.update(ahead)
        ends = [key for key in reached - {document.pk} if key not in followers]
        outcomes = prefetch_published(self.model, "outcomes", "event")
        found = self.published().filter(pk__in=ends).newest_first()
        return found.prefetch_related(outcomes).first() if ends else None

    def once_public_version(self, document, number: int):
        """The version of this number if the public ever saw it, whatever its state, else None."""
        versions = self.model._meta.get_field("versions").related_model.objects
        once_public = versions.filter(document=document, first_published_at__isnull=False)
        return once_public.filter(number=number).first()


def offered_files() -> models.Prefetch:
    """The files of versions that readers may have, as `prefetch_related` takes them."""
    files = apps.get_model("documents.DocumentFile").objects
    return models.Prefetch("versions__files", queryset=files.offered())


class StoredFileQuerySet(models.QuerySet):
    """Bytes that the portal holds."""

    def waiting(self):
        """Those that are still to be read or checked for viruses."""
        return self.filter(Q(reading="waiting") | Q(virus_check="waiting"))

    def unsearchable(self):
        """Those of which no text can be found: they hold only pictures, or could not be read."""
        return self.filter(Q(is_searchable=False) | Q(reading="failed"))


class DocumentFileQuerySet(PublicQuerySet):
    """Files of versions."""

    def offered(self):
        """Those of a public version that readers may have, with their stored files."""
        return self.harmless().filter(withdrawal_reason_vi__isnull=True)

    def harmless(self):
        """Those that no virus check keeps from readers, with their stored files."""
        checked = self.filter(stored__virus_check__in=["not_asked", "clean"])
        return checked.select_related("stored")

    def latest_languages(self) -> dict[int, set[str]]:
        """The languages of each document's files, of its latest public version that has any."""
        rows = self.published().offered().order_by("version__number")
        latest = {}
        for document, version, language in rows.values_list(
            "version__document", "version", "language"
        ):
            if version != latest.get(document, (0,))[0]:
                latest[document] = version, set()
            latest[document][1].add(language)
        return {document: languages for document, (_version, languages) in latest.items()}


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
