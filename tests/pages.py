"""Every public page once: the name of its address, and arguments from the shipped record."""

from typing import NamedTuple

from django.urls import reverse
from django.utils import translation

LIST, DETAIL = "list", "detail"
MOST_QUERIES = {LIST: 12, DETAIL: 16}
LANGUAGES = ("vi", "en")


class Page(NamedTuple):
    """A public address; `parameters` are those that it knows, with a value that is accepted."""

    name: str
    kind: str
    args: tuple = ()
    parameters: dict = {}

    def path(self, language: str) -> str:
        """The address in `language`, without parameters."""
        with translation.override(language):
            return reverse(self.name, args=self.args)

    def __str__(self):
        return "-".join([self.name, *map(str, self.args)])


ON_A_DAY = {"as_of": "2021-08-30"}

PAGES = (
    Page("pages:home", DETAIL, parameters=ON_A_DAY),
    Page(
        "pages:city_map",
        LIST,
        parameters={"country": "viet-nam", "focus_area": "civic-social"} | ON_A_DAY,
    ),
    Page("pages:chair_list", LIST, parameters=ON_A_DAY),
    Page("pages:chair_year", DETAIL, (2020,)),
    Page("pages:history", LIST),
    Page("pages:about_index", LIST),
    Page("pages:about", DETAIL, ("network",)),
    Page("search:search", LIST, parameters={"q": "da nang"}),
    Page(
        "cities:city_list",
        LIST,
        parameters={"country": "viet-nam", "focus_area": "civic-social", "members": "founding"}
        | ON_A_DAY,
    ),
    Page("cities:city_detail", DETAIL, ("da-nang",)),
    Page("cities:compare", DETAIL, parameters={"city": "da-nang"}),
    Page("cities:country_list", LIST, parameters=ON_A_DAY),
    Page("cities:country_detail", DETAIL, ("viet-nam",)),
    Page("cities:focus_area_list", LIST),
    Page("cities:focus_area_detail", DETAIL, ("quality-environment",)),
    Page("cities:project_list", LIST, parameters={"country": "viet-nam"} | ON_A_DAY),
    Page("cities:project_detail", DETAIL, ("da-nang-intelligent-operation-centre",)),
    Page("cities:monitoring", LIST),
    Page("events:event_list", LIST, parameters={"kind": "annual_meeting"} | ON_A_DAY),
    Page("events:event_detail", DETAIL, ("ascn-annual-meeting-3-2020",)),
    Page(
        "documents:document_list",
        LIST,
        parameters={
            "kind": "framework",
            "status": "adopted",
            "year": "2020",
            "meeting": "ascn-annual-meeting-3-2020",
            "language": "en",
            "file": "no",
            "sort": "title",
        }
        | ON_A_DAY,
    ),
    Page("documents:document_detail", DETAIL, ("asean-smart-cities-framework-2018",)),
    Page("partners:partner_list", LIST, parameters={"kind": "government"}),
    Page("partners:partner_detail", DETAIL, ("japan",)),
)
# The shipped record holds no files yet, so no versions either: a test makes one.
VERSION = Page("documents:version_detail", DETAIL, ("asean-smart-cities-framework-2018", 1))
# Public addresses at which no page stands but a file.
FILES = {
    "documents:citation",
    "documents:record_sheet",
    "files:cover",
    "files:file",
    "files:latest",
}
# Addresses that answer programs with JSON, by their names.
DATA = {
    "search:suggestions": ("/en/search/suggestions/", "/vi/search/suggestions/"),
    "api:search": ("/api/v1/search",),
    "api:openapi-json": ("/api/v1/openapi.json",),
    "api:api-root": ("/api/v1/",),
}
LISTS_ON_A_DAY = [page for page in PAGES if "as_of" in page.parameters]
