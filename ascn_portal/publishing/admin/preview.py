"""The draft of a record as the public page that it will be, and a link to it for others."""

from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from ascn_portal.bilingual.dates import show_moment
from ascn_portal.bilingual.languages import LANGUAGES, language_name
from ascn_portal.publishing import preview, rights, snapshot
from ascn_portal.publishing.trial import DoesNotFit

from .pages import RecordPages

WIDTHS = {
    "full": pgettext_lazy("preview", "Full width"),
    "phone": gettext_lazy("Phone (360 pixels)"),
}


class PreviewScreen(RecordPages):
    """For the admin of a kind of record: the page that shows its draft."""

    def get_urls(self):
        page = ("preview", self.preview_view)
        return self.paths_to(preview=page) + super().get_urls()

    def preview_view(self, request, object_id):
        """The public page in a frame, by language and width; a POST makes a link for others, or
        ends those that there are.
        """
        record = self.record_or_403(request, object_id, self.has_view_or_change_permission)
        if request.method == "POST" and not may_share(request.user, record):
            raise PermissionDenied(
                _("Only who may edit or approve this record can share its draft.")
            )
        if "_end" in request.POST:
            preview.end_links(record, by=request.user)
            messages.success(request, _("No link that was given so far shows this draft now."))
            return redirect(request.get_full_path())
        language, width = chosen(request)
        context = {"title": _("Preview of %(record)s") % {"record": record}, "width": width}
        context |= pages_to_look_at(record, language)
        context["switches"] = [
            [(language_name(code), code == language, asking(code, width)) for code in LANGUAGES],
            [(name, code == width, asking(language, code)) for code, name in WIDTHS.items()],
        ]
        context["may_share"] = may_share(request.user, record)
        if request.method == "POST" and "page_url" in context:
            context["link"], context["ends_at"] = link_for_others(request.user, record, language)
        return self.answer(request, "preview", record, **context)


def chosen(request) -> tuple[str, str]:
    """Language and width that the address asks for; at first the person's own, and all of it."""
    language, width = request.GET.get("language"), request.GET.get("width")
    return (
        language if language in LANGUAGES else get_language(),
        width if width in WIDTHS else "full",
    )


def asking(language: str, width: str) -> str:
    return "?" + urlencode({"language": language, "width": width})


def pages_to_look_at(record, language: str) -> dict:
    """For the template: `page_url` of the draft in `language`, or `obstacle`: why there is none."""
    try:
        found = preview.find_preview(preview.preview_token(record, preview.A_LOOK))
        return {"page_url": preview.pages_of(found)[language], "number": found.number}
    except preview.Spent:
        return {"obstacle": _("No draft of this record waits: what is stored is public.")}
    except preview.Over:
        return {"obstacle": _("No draft of this record waits.")}
    except DoesNotFit as refusal:
        return {"obstacle": " ".join(snapshot.lines(refusal))}


def may_share(user, record) -> bool:
    """Whether `user` may let people without an account see the draft of `record`."""
    return rights.may_edit(user, record) or rights.may_approve(user)


def link_for_others(user, record, language: str) -> tuple[str, str]:
    """The whole address for people without an account, and until when it works, in words."""
    found = preview.share(record, by=user)
    url = settings.PUBLIC_ORIGIN + preview.pages_of(found)[language]
    return url, show_moment(found.ends_at)
