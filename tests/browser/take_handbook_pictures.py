"""`make handbook`: pictures of the handbook, taken from the served site. No part of the suite."""

import io

import pytest
from django.conf import settings
from django.urls import reverse
from PIL import Image

from ascn_portal.bilingual.languages import LANGUAGES

from .test_staff_tasks import START, Hand, find

FOLDER = settings.BASE_DIR / "static" / "handbook"
SIZE = {"width": 1120, "height": 760}


def keep(page, name: str, language: str):
    """Write what the window shows as a picture of the handbook."""
    page.evaluate("document.activeElement?.blur()")
    picture = Image.open(io.BytesIO(page.screenshot()))
    FOLDER.mkdir(exist_ok=True)
    picture.save(FOLDER / f"{name}-{language}.webp", quality=70, method=6)


def without_last_sentence(page) -> dict:
    """The summaries that a form shows, each shorter by a sentence: a draft that invents nothing."""
    names = [f"summary_{code}" for code in LANGUAGES]
    texts = {name: page.locator(f"[name={name}]").input_value() for name in names}
    return {name: text.strip().rpartition(". ")[0] + "." for name, text in texts.items()}


@pytest.fixture
def draft_of_a_colleague(signed_in):
    """Da Nang with a draft that another person has sent to review."""

    def send(language):
        other = next(code for code in LANGUAGES if code != language)
        hand = Hand(signed_in(START, language=other))
        find(hand, "Đà Nẵng" if other == "vi" else "Da Nang")
        hand.fill(**without_last_sentence(hand.page))
        hand.press("[name=_submit]")

    return send


@pytest.mark.parametrize("language", LANGUAGES)
def test_take_pictures(signed_in, draft_of_a_colleague, language):
    draft_of_a_colleague(language)
    page = signed_in(START, language=language, viewport=SIZE)
    keep(page, "start", language)
    find(Hand(page), "Đà Nẵng" if language == "vi" else "Da Nang")
    page.locator("[name=summary_vi]").scroll_into_view_if_needed()
    keep(page, "form", language)
    page.locator(".object-tools a[href$='/review/']").click()
    keep(page, "review", language)
    page.goto(page.url.replace("/review/", "/history/"))
    keep(page, "history", language)
    page.goto(reverse("admin:translations"))
    keep(page, "desk", language)
