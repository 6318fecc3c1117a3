"""What pages read of the partners."""

from django.db.models import Case, Count, Prefetch, When
from django.utils.translation import get_language

from ascn_portal.publishing.querysets import PublicQuerySet, prefetch_published, published_q
from cities.querysets import public_rows
from events.querysets import countries_with_pages


class PartnerQuerySet(PublicQuerySet):
    """Partners, read by name."""

    def in_reading_order(self):
        """As the reader's language sorts names."""
        return self.order_by(f"name_{get_language()}_sort", "pk")

    def narrowed(self, kind: str = "", country: str = ""):
        """Partners of `kind` from the country with the slug `country`; "" leaves all."""
        partners = self.filter(kind=kind) if kind else self
        return partners.filter(country__slug=country) if country else partners

    def countries(self) -> list[tuple[str, str]]:
        """(slug, name) of the public countries of these partners, in reading order."""
        language = get_language()
        rows = self.filter(published_q("country__"), country__isnull=False)
        columns = ("country__slug", f"country__name_{language}", f"country__name_{language}_sort")
        ordered = rows.order_by(columns[2], columns[0])
        return [(slug, name) for slug, name, _sort in ordered.values_list(*columns).distinct()]

    def for_partner_list(self):
        """By kind in the order of `Kind`, then by name; with country and `proposal_count`."""
        kinds = [When(kind=kind, then=place) for place, kind in enumerate(self.model.Kind.values)]
        return (
            self.annotate(proposal_count=Count("proposals"))
            .order_by(Case(*kinds), f"name_{get_language()}_sort", "pk")
            .prefetch_related(prefetch_published(self.model, "country"))
        )

    def for_partner_page(self, day):
        """With all that a partner's page says, and of other records only what is public.

        `country.has_page` says whether that country has a page on `day`.
        """
        named = ("proposals__event", "partnerships__city", "partnerships__project")
        return self.prefetch_related(
            Prefetch("country", countries_with_pages(day)),
            *(Prefetch(path, public_rows(self.model, path)) for path in named),
        )
