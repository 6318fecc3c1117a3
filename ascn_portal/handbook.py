"""The handbook of the back office: one text a language, shown inside the admin."""

import re
from functools import cache

import nh3
from django.conf import settings
from django.contrib import admin
from django.template.response import TemplateResponse
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ascn_portal.bilingual.markdown import TAGS, parser

FOLDER = settings.BASE_DIR / "ascn_portal" / "docs" / "handbook"
HEADING = re.compile(r"^## (.+)$", re.MULTILINE)
PICTURE = re.compile(r'<p><img src="([\w-]+)" alt="([^"]*)"\s*/?></p>')


@require_safe
@admin.site.admin_view
def handbook(request):
    """The text in the language of the reader, with its contents."""
    context = admin.site.each_context(request) | {
        "title": _("Handbook"),
        "chapters": chapters(get_language()),
        "beginning": beginning(get_language()),
    }
    return TemplateResponse(request, "admin/handbook.html", context)


def read(language: str) -> str:
    """The handbook as it is written, in Markdown."""
    return (FOLDER / f"{language}.md").read_text(encoding="utf-8")


@cache
def beginning(language: str) -> SafeString:
    """What stands before the first chapter, without the title of the page."""
    first = HEADING.split(read(language))[0]
    return render(re.sub(r"^# .+\n", "", first), language)


@cache
def chapters(language: str) -> list[dict]:
    """Each chapter: its title, the anchor that the contents lead to, and its text as HTML."""
    _beginning, *parts = HEADING.split(read(language))
    pairs = zip(parts[::2], parts[1::2], strict=True)
    return [
        {"title": title, "anchor": anchor(title), "text": render(text, language)}
        for title, text in pairs
    ]


def anchor(title: str) -> str:
    """A chapter's title as an anchor: "Đăng nhập" is "dang-nhap"."""
    return slugify(title.translate(str.maketrans("đĐ", "dD")))


def render(text: str, language: str) -> SafeString:
    """HTML of a chapter; its pictures are those of static/handbook in this language."""
    html = nh3.clean(
        parser.render(text),
        tags=TAGS | {"img"},
        attributes={"a": {"href"}, "img": {"src", "alt"}},
        link_rel=None,
    )
    return mark_safe(PICTURE.sub(lambda found: figure(*found.groups(), language), html))  # noqa: S308  cleaned above


def figure(name: str, alt: str, language: str) -> SafeString:
    """A picture of a screen, with its caption."""
    return format_html(
        '<figure><img src="{}" alt="" loading="lazy"><figcaption>{}</figcaption></figure>',
        static(f"handbook/{name}-{language}.webp"),
        alt,
    )
