"""The secretariat's screens write dates and numbers as the language of the user does."""

import json
import re

import pytest
from django.urls import reverse

from ascn_portal.publishing import services
from cities.models import City
from events.models import Event
from tests.factories import make_city, make_event, make_project, part

from .form_reader import read_form
from .screens import errors, save, url

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["vi", "en"])
def language(request, editor):
    editor.language = request.param
    editor.save()
    return request.param


def test_a_place_is_shown_and_saved_with_the_decimal_sign_of_the_language(staff, language):
    city = make_city(state="draft", latitude="16.0544", longitude="108.2022")
    shown = read_form(staff.get(url(city))).values["latitude"]
    assert shown == [{"vi": "16,0544", "en": "16.0544"}[language]]
    typed = {"vi": "16,0678", "en": "16.0678"}[language]
    answer = save(staff, url(city), latitude=typed)
    assert answer.status_code == 302, errors(answer)
    assert str(City.objects.get(pk=city.pk).latitude) == "16.06780"


def test_a_date_is_typed_day_first_or_as_iso_writes_it(staff, language):
    event = make_event()
    for typed in ("17/07/2020", "2020-07-17"):
        answer = save(staff, url(event), starts_on=typed, ends_on="")
        assert answer.status_code == 302, errors(answer)
        assert str(Event.objects.get(pk=event.pk).starts_on) == "2020-07-17"
    assert read_form(staff.get(url(event))).values["starts_on"] == ["17/07/2020"]


def test_a_list_shows_dates_as_the_language_writes_them(staff, language):
    make_event(starts_on="2020-07-17", slug="day")
    page = staff.get(url(Event, "changelist"), {"q": "day"}).content.decode()
    assert {"vi": "17 tháng 7 năm 2020", "en": "17 July 2020"}[language] in page


def test_the_calendar_begins_its_weeks_on_monday(staff, language):
    script = staff.get(reverse("admin:jsi18n")).content.decode()
    formats = json.loads(re.search(r"django\.formats = (\{.*?\n\s*\});", script, re.DOTALL)[1])
    assert formats["FIRST_DAY_OF_WEEK"] == 1
    assert formats["DATE_INPUT_FORMATS"][0] == "%d/%m/%Y"


@pytest.mark.parametrize("typed", ["0001-01-01T00:00", "1066-10-14T09:00", "9999-12-31T23:59"])
def test_a_moment_at_which_nothing_of_the_record_can_be_is_refused_and_kept(staff, typed):
    event = make_event(parts={"sessions": part(title_vi="Phiên", title_en="Session")})
    answer = save(staff, url(event), **{"sessions-0-starts_at": typed, "note_en": "Typed"})
    assert "1967" in errors(answer)
    values = read_form(answer).values
    assert (values["sessions-0-starts_at"], values["note_en"]) == ([typed], ["Typed"])
    answer = save(staff, url(event, "withdraw"), reason_vi="Sai", reason_en="Wrong", at=typed)
    assert "at" in answer.context["form"].errors


def test_a_currency_is_kept_as_iso_writes_it_however_it_was_typed(staff):
    project = make_project(parts={"costs": part(amount="5", currency="EUR")})
    save(staff, url(project), **{"costs-0-currency": "usd"})
    (cost,) = services.draft_of(project)["parts"]["costs"].values()
    assert cost["currency"] == "USD"
