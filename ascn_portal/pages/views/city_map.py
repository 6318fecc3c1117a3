"""The map of the member cities: the whole region, or one country nearer."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ascn_portal.as_of import as_of_bar, read_as_of, today
from ascn_portal.caching import public_page
from ascn_portal.listing import Filter, address, filter_bar
from ascn_portal.pages import querysets
from cities.map.drawing import draw_country, draw_region
from cities.models import FocusArea
from cities.views.counts import count_members
from cities.views.filters import country_filter, focus_area_filter

from .home import by_country


@require_safe
@public_page("country", "focus_area", "as_of")
def city_map(request):
    """Members on the day, on the map and as a list; of one country or focus area if asked."""
    as_of = read_as_of(request)
    day = as_of or today()
    filters = [country_filter(), focus_area_filter()]
    chosen = {choice.name: choice.read(request) for choice in filters}
    rows = list(querysets.members_for_home(day).narrowed(**chosen))
    members = [row for row in rows if row.is_certain_on(day)]
    country = members[0].city.country if members and chosen["country"] else None
    context = {
        "trail": map_trail(country),
        "as_of_bar": as_of_bar(request, as_of),
        "filter_bar": filter_bar(request, filters, count_members(members)),
        "country": country,
        "map": draw_map(members, country, chosen, as_of) if members else None,
        "map_note": querysets.map_note(),
        "countries": by_country(members),
        "unsure": [row for row in rows if not row.is_certain_on(day)],
        "near": near_links(request, filters[0]),
        "day_query": f"?as_of={as_of}" if as_of else "",
        "ways": [(_("Map of all member cities today"), reverse("pages:city_map"))],
    }
    return render(request, "pages/city_map.html", context)


def map_trail(country) -> list[tuple]:
    """The way to the map, and on to that of a country."""
    cities = (_("Cities"), reverse("cities:city_list"))
    if country is None:
        return [cities, (_("Map"), "")]
    return [cities, (_("Map"), reverse("pages:city_map")), (country.name, "")]


def draw_map(members: list, country, chosen: dict, as_of) -> dict:
    """The country alone, or the region, where a script lights focus areas."""
    if country:
        return draw_country(members)
    query = {"focus_area": chosen["focus_area"], "as_of": as_of}
    kept = {name: value for name, value in query.items() if value}
    return draw_region(members, kept, FocusArea.objects.by_city())


def near_links(request, countries: Filter) -> list[dict]:
    """A link to the map of each country, and whether it is the one shown."""
    shown = countries.read(request)
    return [
        {"name": name, "url": address(request, country=slug), "is_shown": slug == shown}
        for slug, name in countries.options
    ]
