"""The style guide shows every component, to those who build the site only."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from tests.html import Html

COMPONENTS = Path(settings.BASE_DIR) / "templates/components"


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_component_is_shown_in_both_languages(client, language):
    html = Html(client.get(f"/{language}/styleguide/").text)
    assert html.faults == []
    shown = {heading["id"] for heading in html.all("h3") if "id" in heading}
    missing = {
        path.stem for path in COMPONENTS.glob("*.html") if f"component-{path.stem}" not in shown
    }
    assert missing == set(), "give each a sample in ascn_portal/pages/styleguide.py"


def test_it_shows_both_marks_on_one_letter_and_a_text_that_is_missing(client):
    text = client.get("/vi/styleguide/").text
    assert "Ễ Ặ Ữ" in text
    assert 'name="robots" content="noindex"' in text


def test_the_public_site_has_no_style_guide(tmp_path):
    assert reverse("styleguide") == "/vi/styleguide/"
    ask = "import django; django.setup(); from django.urls import reverse; reverse('styleguide')"
    variables = {"DJANGO_SETTINGS_MODULE": "ascn_portal.settings.base", "VAR_DIR": str(tmp_path)}
    answer = subprocess.run(  # noqa: S603
        [sys.executable, "-c", ask],
        cwd=settings.BASE_DIR,
        env=os.environ | variables,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "NoReverseMatch" in answer.stderr
