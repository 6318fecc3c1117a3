"""Choices by which lists of cities and projects are narrowed."""

from django.utils.translation import gettext as _

from ascn_portal.as_of import today
from ascn_portal.listing import Filter
from cities.models import City, Country, FocusArea


def country_filter() -> Filter:
    """One of the countries that have, or once had, a member city."""
    countries = Country.objects.published().members_by(today()).in_reading_order()
    return Filter("country", _("Country"), choices(countries))


def city_filter() -> Filter:
    """One of the cities."""
    return Filter("city", _("City"), choices(City.objects.published().in_reading_order()))


def focus_area_filter() -> Filter:
    """One of the focus areas."""
    return Filter("focus_area", _("Focus area"), choices(FocusArea.objects.published()))


def choices(rows) -> list[tuple[str, str]]:
    """(slug, name) of each row."""
    return list(rows.values_list("slug", "name"))
