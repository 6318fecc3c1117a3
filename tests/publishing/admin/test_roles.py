"""What each role may do on the secretariat's screens."""

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.urls import reverse

from ascn_portal.accounts.models import AuditEntry
from ascn_portal.accounts.roles import ROLES
from ascn_portal.publishing import services
from cities.models import City, Correspondent
from tests.factories import (
    file_part,
    make_city,
    make_country,
    make_document,
    make_partner,
    make_user,
    make_version,
    part,
)

from .form_reader import posted, read_form
from .screens import RECORDS, label, make, save, url

pytestmark = pytest.mark.django_db


def test_one_command_makes_the_roles_and_repairs_their_rights():
    call_command("update_roles", verbosity=0)
    Group.objects.get(name="Editor").permissions.clear()
    call_command("update_roles", verbosity=0)
    assert set(Group.objects.values_list("name", flat=True)) == set(ROLES)
    assert Group.objects.get(name="Editor").permissions.exists()
    assert not Group.objects.get(name="Editor").permissions.filter(codename__contains="approve")


@pytest.mark.parametrize("role", ["Editor", "Approver", "Administrator"])
@pytest.mark.parametrize("model", RECORDS, ids=label)
def test_editors_approvers_and_administrators_open_every_form(signed_in_as, role, model):
    window = signed_in_as(role)
    assert window.get(url(model, "add")).status_code == 200
    assert window.get(url(model, "changelist")).status_code == 200


@pytest.mark.parametrize("model", RECORDS, ids=label)
def test_a_translator_types_texts_and_nothing_else(signed_in_as, model):
    window = signed_in_as("Translator")
    record = model.objects.first() or make(model)
    assert window.get(url(model, "add")).status_code == 403
    names = read_form(window.get(url(record))).values
    ours = {
        name for name in names if not name.startswith(("csrf", "_", "seen", "keys", "reviewer"))
    }
    typed = {name.rpartition("-")[2] for name in ours}
    counts = {"TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS", "id"}
    owners = {opts.name for opts in record._meta.related_objects for opts in [opts.field]}
    assert {name for name in typed - counts - owners if not name.endswith(("_vi", "_en"))} == set()


def test_a_translator_who_posts_other_fields_changes_none_of_them(signed_in_as):
    window = signed_in_as("Translator")
    city = make_city(parts={"native_names": part(text="ដា", language="km")})
    page = read_form(window.get(url(city))).values
    forged = {"slug": "stolen", "latitude": "1", "native_names-0-DELETE": "on"}
    window.post(url(city), page | forged | {"summary_en": "New sentence."})
    shape = services.draft_of(city)
    assert (shape["summary_en"], shape["slug"]) == ("New sentence.", city.slug)
    assert shape["parts"]["native_names"]


def test_a_translator_changes_no_name_language_or_rank_of_a_file(signed_in_as):
    window = signed_in_as("Translator")
    version = make_version(state="draft", parts={"files": file_part(file_name="text.pdf")})
    page = window.get(url(version))
    typed = {"file_name": "other.pdf", "language": "vi", "is_primary": "on", "is_authentic": "on"}
    forged = {f"files-0-{name}": value for name, value in typed.items()}
    window.post(url(version), posted(page, _save="x", change_en="Better.", **forged))
    version.refresh_from_db()
    file = version.files.get()
    assert (file.file_name, file.language, version.change_en) == ("text.pdf", "en", "Better.")
    assert not file.is_authentic


def test_a_translator_neither_restores_nor_publishes(signed_in_as):
    window = signed_in_as("Translator")
    city = make_city()
    save(window, url(city), summary_en="New sentence.")
    revision = services.open_revision(city)
    assert (
        window.post(reverse("admin:publishing_revision_restore", args=[revision.pk])).status_code
        == 403
    )
    assert window.get(url(city, "withdraw")).status_code == 403


@pytest.fixture
def correspondent(signed_in_as):
    """Someone of a city, and that city."""
    window = signed_in_as("City correspondent")
    city = make_city()
    Correspondent.objects.create(user=window.user, city=city)
    return window, city


def test_a_correspondent_proposes_changes_to_their_own_city(correspondent):
    window, city = correspondent
    typed = {
        "summary_en": "Proposed.",
        "native_names-TOTAL_FORMS": "1",
        "native_names-0-text": "ដា",
        "native_names-0-language": "km",
    }
    save(window, url(city), "_submit", **typed)
    draft = services.open_revision(city)
    assert (draft.state, draft.shape["summary_en"]) == ("in_review", "Proposed.")
    assert draft.shape["parts"]["native_names"]
    assert window.get(url(city, "review")).status_code == 200
    assert save(window, url(city, "review"), "_publish").status_code == 403


def test_a_correspondent_changes_the_parts_that_their_city_has(correspondent, editor):
    window, city = correspondent
    shape = services.draft_of(city)
    shape["parts"]["native_names"] = part(text="ដា", language="km")
    services.publish(services.save(City, city.uid, shape, author=editor))
    save(window, url(city), **{"native_names-0-text": "ដាណាង"})
    (name,) = services.open_revision(city).shape["parts"]["native_names"].values()
    assert name["text"] == "ដាណាង"


def test_a_correspondent_sees_no_other_city_and_is_told_so(correspondent):
    window, city = correspondent
    other = make_city()
    assert list(window.get(url(City, "changelist")).context["cl"].queryset) == [city]
    for page in ("change", "history", "review", "withdraw", "delete"):
        assert window.get(url(other, page)).status_code in {403, 404}
        assert window.post(url(other, page), {"summary_en": "Stolen"}).status_code in {403, 404}
    assert services.open_revision(other) is None


def test_a_correspondent_reaches_no_other_kind_of_record(correspondent):
    window, _city = correspondent
    for record in (make_country(), make_partner()):
        assert window.get(url(record)).status_code == 403
        assert window.get(url(record, "changelist")).status_code == 403
    assert window.get(url(City, "add")).status_code == 403


def test_who_has_no_role_sees_nothing(signed_in_as):
    window = signed_in_as(None)
    assert window.get(url(make_city())).status_code == 403


def test_a_correspondent_learns_no_title_of_a_record_that_is_not_theirs(correspondent):
    window, city = correspondent
    secret = make_document(state="draft", title_en="Secret title", title_vi="Tên bí mật")
    forged = {"documents": [str(secret.pk)], "summary_en": "Proposed."}
    page = read_form(window.get(url(city))).values
    answer = window.post(url(city), page | forged, follow=True)
    assert "Secret title" not in answer.text
    assert "Tên bí mật" not in answer.text
    draft = services.draft_of(city)
    assert (draft["summary_en"], draft["documents"]) == ("Proposed.", [])


def test_who_speaks_for_a_city_is_in_the_audit_log(signed_in_as):
    window, user, city = signed_in_as("Administrator"), make_user("lan", is_staff=True), make_city()
    save(window, url(Correspondent, "add"), user=str(user.pk), city=str(city.pk))
    given = AuditEntry.objects.first()
    assert (given.action, given.by, given.about_id) == ("rights_changed", window.user, str(user.pk))
    assert given.details == {"cities_added": [city.slug]}
    row, other = Correspondent.objects.get(), make_city()
    save(window, url(row), city=str(other.pk))
    changed = [entry.details for entry in AuditEntry.objects.all()[:2]]
    assert changed == [{"cities_added": [other.slug]}, {"cities_removed": [city.slug]}]
    save(window, url(row))
    assert AuditEntry.objects.filter(action="rights_changed").count() == 3
    window.post(url(row, "delete"), {"post": "yes"})
    taken = AuditEntry.objects.first()
    assert (taken.about_id, taken.details) == (str(user.pk), {"cities_removed": [other.slug]})
