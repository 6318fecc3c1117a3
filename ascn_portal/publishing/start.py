"""The admin's site: its start page says what waits for whoever opened it."""

from django.contrib.admin import AdminSite
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ascn_portal.accounts.roles import RECORD_APPS
from ascn_portal.bilingual.sorting import sort_key

from . import desk
from .translations import called

FOUND = 20  # records that the search of the start page shows


class DeskSite(AdminSite):
    """Django's admin with the desk as its start page."""

    site_header = _("ASCN portal: the record")
    site_title = _("ASCN portal")
    index_title = _("What waits for you")

    def get_urls(self):
        own = [
            path("translations/", self.admin_view(to_translations), name="translations"),
            path("waiting/<slug:name>/", self.admin_view(self.waiting), name="waiting"),
        ]
        return own + super().get_urls()

    def get_app_list(self, request, app_label=None):
        """Django's list in the order of the reader's language, what is no record behind that."""
        apps = super().get_app_list(request, app_label)
        for app in apps:
            app["models"].sort(key=lambda kind: (self.is_upkeep(kind["model"]), place(kind)))
        return sorted(apps, key=lambda app: (app["app_label"] not in RECORD_APPS, place(app)))

    def is_upkeep(self, model) -> bool:
        """Whether the list of `model` is for who runs the portal; its admin says so."""
        return getattr(self.get_model_admin(model), "is_upkeep", False)

    def index(self, request, extra_context=None):
        """The rows of the desk; after a search the records that are called so."""
        asked = request.GET.get("q", "").strip()
        context = {"asked": asked}
        if asked:
            context["found"] = found(request.user, asked)
        else:
            rows = desk.rows_for(request.user)
            shown = [(name, row, *row.first()) for name, row in rows.items()]
            context["rows"] = [row for row in shown if row[2]]
            context["empty"] = [row.title for _name, row, count, _items in shown if not count]
        return super().index(request, context | (extra_context or {}))

    def waiting(self, request, name):
        """All that one row of the start page counts."""
        row = desk.rows_for(request.user).get(name)
        if row is None:
            raise Http404
        if row.url:
            return redirect(row.url)
        page = Paginator(row.queryset, 50).get_page(request.GET.get("p"))
        context = self.each_context(request) | {
            "title": row.title,
            "page": page,
            "items": [row.item(each) for each in page],
        }
        return TemplateResponse(request, "admin/waiting.html", context)


def place(listed: dict) -> str:
    """Where an app or a kind of rows stands in the order of the reader's language."""
    return sort_key(str(listed["name"]), get_language())


def to_translations(request):
    """The translator's desk at an address that people can remember."""
    return redirect("admin:publishing_translation_changelist")


def found(user, asked: str) -> list[desk.Item]:
    """The records that `user` may look at and that are called `asked`, the first of them."""
    cards = desk.cards_of(user).filter(called(asked)).order_by("content_type", "title", "pk")
    return [desk.card_item(card) for card in cards[:FOUND]]
