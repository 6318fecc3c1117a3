"""Counts in words, as the reader's language says them."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def count_cities(count: int) -> str:
    """The number of member cities, with its noun."""
    text = ngettext("%(count)s member city", "%(count)s member cities", count)
    return text % {"count": number_format(count)}


def count_countries(count: int) -> str:
    """The number of countries, with its noun."""
    text = ngettext("%(count)s country", "%(count)s countries", count)
    return text % {"count": number_format(count)}


def count_projects(count: int) -> str:
    """How many projects."""
    text = ngettext("%(count)s project", "%(count)s projects", count)
    return text % {"count": number_format(count)}


def count_members(memberships: list) -> str:
    """The numbers of member cities and of their countries, in one phrase."""
    countries = {row.city.country_id for row in memberships}
    return _("%(cities)s in %(countries)s") % {
        "cities": count_cities(len(memberships)),
        "countries": count_countries(len(countries)),
    }
