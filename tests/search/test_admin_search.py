"""Every search box of the admin finds both languages, however the words are typed."""

import unicodedata

import pytest
from django.contrib import admin
from django.urls import reverse

from ascn_portal.accounts.models import User
from ascn_portal.bilingual.admin import BilingualAdmin
from cities.models import City, Country, FocusArea, Project
from documents.models import Document
from events.models import Event
from partners.models import Partner
from tests import factories
from tests.factories import both

pytestmark = pytest.mark.django_db
MAKERS = {
    City: (factories.make_city, "name"),
    Country: (factories.make_country, "name"),
    FocusArea: (factories.make_focus_area, "name"),
    Project: (factories.make_project, "title"),
    Document: (factories.make_document, "title"),
    Event: (factories.make_event, "title"),
    Partner: (factories.make_partner, "name"),
}
ASKED = ["Đồng Hới zqx", "đồng hới", "DONG HOI", "donghoi", "hoi dong", "Lagoon zqx", "lagoon"]
ASKED.append(unicodedata.normalize("NFD", "Đồng Hới"))


@pytest.mark.parametrize("interface", ["vi", "en"])
@pytest.mark.parametrize("model", MAKERS, ids=lambda model: model.__name__)
def test_a_list_is_searched_in_both_languages_whatever_that_of_the_interface(
    client, editor, model, interface
):
    User.objects.filter(pk=editor.pk).update(language=interface)
    client.force_login(editor)
    make, field = MAKERS[model]
    record = make(**both(field, "Đồng Hới zqx", "Lagoon zqx"))
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    for asked in ASKED:
        answer = client.get(address, {"q": asked})
        assert record in answer.context["cl"].result_list, asked
    assert record not in client.get(address, {"q": "zqzqzq"}).context["cl"].result_list


def test_choices_are_searched_alike(client, editor):
    client.force_login(editor)
    city = factories.make_city(**both("name", "Đồng Hới zqx", "Lagoon zqx"))
    field = {"app_label": "cities", "model_name": "membership", "field_name": "city"}
    for asked in ("donghoi", "đồng hới", "lagoon"):
        answer = client.get(reverse("admin:autocomplete"), field | {"term": asked}).json()
        assert [result["id"] for result in answer["results"]] == [str(city.pk)]


def test_every_search_box_that_looks_at_names_folds():
    plain = [
        options
        for options in admin.site._registry.values()
        if any(name.endswith(("_vi", "_en")) for name in options.search_fields)
        and not isinstance(options, BilingualAdmin)
    ]
    assert plain == []


@pytest.mark.parametrize("asked", ["%", "?!", '"', "' OR 1=1 --", "\ufffd", "a" * 5_000])
def test_strange_words_break_no_list(client, editor, asked):
    client.force_login(editor)
    assert client.get(reverse("admin:cities_city_changelist"), {"q": asked}).status_code == 200
