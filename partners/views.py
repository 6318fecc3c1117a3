"""Pages of the partners: the list by kind, and each partner with what it proposed."""

from itertools import groupby
from urllib.parse import urlsplit

from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from ascn_portal.as_of import today
from ascn_portal.bilingual.text import translated
from ascn_portal.caching import public_page
from ascn_portal.listing import Filter, filter_bar, page_of, page_prefix
from ascn_portal.publishing.addresses import find_public
from ascn_portal.sources.listing import list_sources, source_number

from .models import Partner


@require_safe
@public_page("kind", "country", "page")
def partner_list(request):
    """All partners by kind, with the number of their proposals."""
    public = Partner.objects.published()
    kind, country = filters = partner_filters(public)
    narrowed = public.narrowed(kind.read(request), country.read(request))
    page = page_of(request, narrowed.for_partner_list())
    context = {
        "trail": [(_("Partners"), "")],
        "filter_bar": filter_bar(request, filters, count_partners(page.paginator.count)),
        "kinds": by_kind(page.object_list),
        "ways": [(_("All partners"), reverse("partners:partner_list"))],
        "page_obj": page,
        "prefix": page_prefix(request),
    }
    return render(request, "partners/partner_list.html", context)


def partner_filters(partners) -> list[Filter]:
    """The choices of a kind and of a country of `partners`."""
    kinds = [(value, capfirst(label)) for value, label in Partner.Kind.choices]
    return [
        Filter("kind", _("Kind"), kinds),
        Filter("country", _("Country"), partners.countries()),
    ]


def count_partners(count: int) -> str:
    """ "12 partners" """
    return ngettext("%(count)s partner", "%(count)s partners", count) % {
        "count": number_format(count)
    }


def by_kind(partners) -> list[dict]:
    """`partners`, sorted by kind, as one dict a kind: code, name, rows."""
    groups = groupby(partners, key=lambda partner: partner.kind)
    return [
        {
            "code": kind,
            "name": capfirst(Partner.Kind(kind).label),
            "rows": [partner_row(partner) for partner in rows],
        }
        for kind, rows in groups
    ]


def partner_row(partner) -> dict:
    """A partner as a list shows it."""
    country = partner.country.name if partner.country else ""
    count = partner.proposal_count
    proposals = ngettext("%(count)s proposal", "%(count)s proposals", count) % {"count": count}
    return {
        "url": partner.get_absolute_url(),
        "name": partner.name,
        "country": country if country != partner.name else "",
        "summary": partner.summary,
        "proposals": proposals if count else "",
    }


@require_safe
@public_page()
def partner_detail(request, slug):
    """One partner: who it is, what it proposed and with whom it works."""
    partner = find_public(Partner.objects.for_partner_page(today()), slug)
    proposals, partnerships = partner.proposals.all(), partner.partnerships.all()
    sources = list_sources(partner, *proposals, *partnerships)
    context = {
        "partner": partner,
        "trail": [(_("Partners"), reverse("partners:partner_list")), (partner.name, "")],
        "kind": capfirst(partner.get_kind_display()),
        "kind_url": f"{reverse('partners:partner_list')}?kind={partner.kind}",
        "facts": facts(partner),
        "proposals": [proposal_row(proposal, sources) for proposal in proposals],
        "partnerships": [partnership_row(row, sources) for row in partnerships if is_shown(row)],
        "sources": sources,
    }
    return render(request, "partners/partner_detail.html", context)


def facts(partner) -> list[dict]:
    """What is known of a partner, for components/facts.html."""
    sheet = []
    if partner.country:
        fact = {"label": _("Country"), "value": partner.country.name}
        if partner.country.has_page:
            fact["url"] = partner.country.get_absolute_url()
        sheet.append(fact)
    if partner.website:
        host = urlsplit(partner.website).hostname.removeprefix("www.")
        sheet.append({"label": _("Website"), "value": host, "url": partner.website})
    return sheet


def proposal_row(proposal, sources) -> dict:
    """A proposal with the event at which it was made and the numbers of its sources."""
    return {
        "year": proposal.year,
        "title": translated(proposal, "title"),
        "summary": translated(proposal, "summary"),
        "event": proposal.event and (proposal.event.title, proposal.event.get_absolute_url()),
        "source_numbers": source_numbers(proposal, sources),
    }


def is_shown(partnership) -> bool:
    """Whether what a partnership is about is public."""
    return bool(partnership.city) == bool(partnership.city_id) and bool(
        partnership.project
    ) == bool(partnership.project_id)


def partnership_row(partnership, sources) -> dict:
    """A partnership with its city or project, its years and the numbers of its sources."""
    subject = partnership.city or partnership.project
    years = [partnership.starts_year, partnership.ends_year]
    return {
        "years": "–".join(str(year) for year in dict.fromkeys(filter(None, years))),
        "subject": str(subject) if subject else _("The network as a whole"),
        "url": subject.get_absolute_url() if subject else "",
        "text": translated(partnership, "text"),
        "source_numbers": source_numbers(partnership, sources),
    }


def source_numbers(part, sources) -> list[int]:
    """The numbers in the list `sources` of what `part` cites."""
    return [source_number(sources, citation.source) for citation in part.cited]
