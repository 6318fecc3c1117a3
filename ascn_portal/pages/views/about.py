"""Pages of text about the network and about this site."""

import re
from math import floor

from django.conf import settings
from django.shortcuts import render
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ascn_portal.bilingual.sorting import without_marks
from ascn_portal.bilingual.text import Translated, translated
from ascn_portal.caching import public_page
from ascn_portal.errors import NotAccepted
from ascn_portal.pages import querysets
from ascn_portal.publishing.addresses import find_public
from ascn_portal.publishing.translations import public_share
from ascn_portal.sources.listing import list_sources

CONTACT = "contact"  # slug of the page to which error reports lead
CONTENTS_FROM = 4  # headings


@require_safe
@public_page()
def about_index(request):
    """The pages about the network and about this site."""
    context = {
        "trail": [(_("About"), "")],
        "pages": querysets.about_pages(),
        "today": timezone.localdate(),
        "shares": shares(),
    }
    return render(request, "pages/about_index.html", context)


def shares() -> dict[str, str]:
    """By language: how many of a hundred public texts are current in it, never rounded up."""
    return {
        language: formats.number_format(floor(1000 * current / texts) / 10, 1)
        for language, (current, texts) in public_share().items()
        if texts
    }


@require_safe
@public_page("report")
def about(request, slug):
    """One page of text; the contact page repeats the address that an error report is about."""
    page = find_public(querysets.about_pages(), slug)
    body = translated(page, "body")
    introduction, sections = split_sections(body)
    context = {
        "trail": [(_("About"), reverse("pages:about_index")), (page.title, "")],
        "page": page,
        "introduction": introduction,
        "sections": sections,
        "has_contents": len(sections) >= CONTENTS_FROM,
        "reported": read_reported(request) if slug == CONTACT else "",
        "back_text": _("Back to that page"),
        "sources": list_sources(page),
    }
    return render(request, "pages/about.html", context)


def read_reported(request) -> str:
    """The address of ours that an error report is about; NotAccepted for any other."""
    address = request.GET.get("report", "")
    if address and not address.startswith(f"{settings.PUBLIC_ORIGIN}/"):
        raise NotAccepted(
            _("An error report names a page of this site; its address begins with %(origin)s.")
            % {"origin": f"{settings.PUBLIC_ORIGIN}/"}
        )
    return address


def split_sections(body: Translated) -> tuple[Translated, list[dict]]:
    """A long text cut at its headings: what stands before the first, then anchor, title, text.

    The page prints the titles one level up, so the headings inside a section rise too.
    """
    introduction, *rest = re.split(r"^### +", body.text, flags=re.MULTILINE)
    sections, anchors = [], set()
    for number, part in enumerate(rest, start=1):
        title, _newline, text = part.partition("\n")
        risen = re.sub(r"^#(?=### )", "", text, flags=re.MULTILINE)
        anchor = slugify(without_marks(title))
        if not anchor or anchor in anchors:
            anchor = f"section-{number}"
        anchors.add(anchor)
        sections.append({"anchor": anchor, "title": title, "text": body._replace(text=risen)})
    return body._replace(text=introduction), sections
