"""The menus that stand on every page: what they say and where they lead."""

from functools import cache
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override


class Entry(NamedTuple):
    """One way in a menu."""

    name: str
    url: str


class Menus(NamedTuple):
    """All the menus in one language; `foot` holds (heading, entries) pairs."""

    home_url: str
    search_url: str
    record_url: str
    main: list[Entry]
    foot: list[tuple[str, list[Entry]]]
    site: list[Entry]


@cache
def menus(language: str) -> Menus:
    """The menus in `language`, worked out once: all their addresses were half of a page's cost."""
    with override(language):
        return Menus(
            home_url=reverse("pages:home"),
            search_url=reverse("search:search"),
            record_url=about("record"),
            main=main_menu(),
            foot=[(_("The record"), record_menu()), (_("The network"), network_menu())],
            site=site_menu(),
        )


def about(slug: str) -> str:
    """The address of a text about the network or this site."""
    return reverse("pages:about", args=[slug])


def main_menu() -> list[Entry]:
    """The ways in the head of each page."""
    return [
        # Translators: navigation; plural noun.
        Entry(_("Cities"), reverse("cities:city_list")),
        # Translators: navigation; the countries that chaired the network.
        Entry(_("Chairs"), reverse("pages:chair_list")),
        # Translators: navigation; plural noun.
        Entry(_("Meetings"), reverse("events:event_list")),
        # Translators: navigation; plural noun.
        Entry(_("Documents"), reverse("documents:document_list")),
        # Translators: navigation; plural noun.
        Entry(_("Projects"), reverse("cities:project_list")),
        # Translators: navigation; plural noun.
        Entry(_("Partners"), reverse("partners:partner_list")),
        # Translators: navigation; about the network and this site.
        Entry(_("About"), reverse("pages:about_index")),
    ]


def record_menu() -> list[Entry]:
    """Every list of the record."""
    return [
        Entry(_("Cities"), reverse("cities:city_list")),
        Entry(_("Countries"), reverse("cities:country_list")),
        Entry(_("Chairs and Shepherds"), reverse("pages:chair_list")),
        Entry(_("Meetings"), reverse("events:event_list")),
        Entry(_("Documents"), reverse("documents:document_list")),
        Entry(_("Projects"), reverse("cities:project_list")),
        Entry(_("Focus areas"), reverse("cities:focus_area_list")),
        Entry(_("Monitoring results"), reverse("cities:monitoring")),
        Entry(_("Partners"), reverse("partners:partner_list")),
    ]


def network_menu() -> list[Entry]:
    """The texts about the network."""
    return [
        Entry(_("What the network is"), about("network")),
        # Translators: footer link; of the network.
        Entry(_("History"), reverse("pages:history")),
        Entry(_("How it is governed"), about("governance")),
        Entry(_("How monitoring works"), about("monitoring")),
        # Translators: footer link; noun.
        Entry(_("Contact"), about("contact")),
    ]


def site_menu() -> list[Entry]:
    """The texts about this site; the way to report an error is each page's own."""
    return [
        Entry(_("About this record"), about("record")),
        Entry(_("Accessibility"), about("accessibility")),
        # Translators: footer link; what the site does with personal data.
        Entry(_("Privacy"), about("privacy")),
        Entry(_("Re-use of texts and data"), about("re-use")),
    ]
