"""What people of each role try beyond their rights, by address and by posted fields."""

from http import HTTPStatus

import pytest
from django.urls import reverse

from ascn_portal.accounts.models import AuditEntry, User
from ascn_portal.publishing import services
from ascn_portal.publishing.models import Revision, Translation
from ascn_portal.publishing.preview import preview_token
from ascn_portal.sources.models import Source
from cities.models import City, Correspondent
from documents.models import DocumentVersion, StoredFile
from partners.models import Partner
from tests.factories import (
    file_part,
    make_city,
    make_country,
    make_document,
    make_membership,
    make_partner,
    make_staff,
    make_version,
)

from .form_reader import posted, read_form
from .screens import now_says, partner_with_sourced_proposal, save, url

pytestmark = pytest.mark.django_db
EVERYBODY = ["Editor", "Translator", "Approver", "City correspondent", None]
# Pages that only administrators open: accounts, roles, the log, who speaks for a city.
OF_ADMINISTRATORS = [
    "accounts_user",
    "accounts_role",
    "accounts_auditentry",
    "cities_correspondent",
]


def change(record, author, **fields) -> Revision:
    shape = services.draft_of(type(record).objects.get(pk=record.pk)) | fields
    return services.save(type(record), record.uid, shape, author=author)


@pytest.fixture
def correspondent(signed_in_as):
    window = signed_in_as("City correspondent")
    window.city = make_city()
    Correspondent.objects.create(user=window.user, city=window.city)
    return window


@pytest.mark.parametrize("role", EVERYBODY)
@pytest.mark.parametrize("kind", OF_ADMINISTRATORS)
def test_accounts_roles_and_the_log_are_the_administrators(signed_in_as, role, kind):
    window = signed_in_as(role)
    assert window.get(reverse(f"admin:{kind}_changelist")).status_code == HTTPStatus.FORBIDDEN
    if kind != "accounts_auditentry":
        assert window.get(reverse(f"admin:{kind}_add")).status_code == HTTPStatus.FORBIDDEN
        typed = {"name": "Mine", "username": "mine"}
        assert window.post(reverse(f"admin:{kind}_add"), typed).status_code == HTTPStatus.FORBIDDEN
    else:
        assert window.post(reverse(f"admin:{kind}_export")).status_code == HTTPStatus.FORBIDDEN


def test_an_administrator_does_not_change_their_own_role(signed_in_as):
    window = signed_in_as("Administrator")
    save(window, url(window.user), groups=["1", "2"], is_superuser="on", first_name="Chi")
    window.user.refresh_from_db()
    assert window.user.first_name == "Chi"
    assert [group.name for group in window.user.groups.all()] == ["Administrator"]
    assert not window.user.is_superuser


@pytest.mark.parametrize("role", [*EVERYBODY, "Administrator"])
@pytest.mark.parametrize("model", [City, Source, StoredFile, Revision, Translation])
def test_no_list_deletes_what_was_ticked(signed_in_as, role, model):
    window, city = signed_in_as(role), make_city(state="draft")
    rows = model.objects.count()
    ticked = [str(pk) for pk in model.objects.values_list("pk", flat=True)[:5]]
    data = {"action": "delete_selected", "_selected_action": ticked, "post": "yes"}
    window.post(url(model, "changelist"), data)
    assert model.objects.count() == rows
    assert City.objects.filter(pk=city.pk).exists()


@pytest.mark.parametrize("role", ["Editor", "Translator", "City correspondent", None])
def test_who_does_not_approve_decides_about_no_draft(signed_in_as, role):
    window, author = signed_in_as(role), make_staff("Editor", "author")
    city = make_city()
    Correspondent.objects.create(user=window.user, city=city)
    draft = services.submit(change(city, author, name_en="Planted"), by=author)
    seen = {"seen": str(draft.pk), "reason": "No", "reason_vi": "Sai", "reason_en": "Wrong"}
    for page in ("review", "withdraw", "change"):
        for button in ("_publish", "_return", "_call_off", "_withdraw"):
            window.post(url(city, page), seen | {button: "x"})
    restore = reverse("admin:publishing_revision_restore", args=[draft.pk])
    window.post(restore, {"_publish": "x", "seen": str(draft.number)})
    city.refresh_from_db()
    assert (city.state, city.name_en == "Planted") == ("published", False)


def test_a_press_in_two_tabs_approves_once(signed_in_as):
    window, author = signed_in_as("Approver"), make_staff("Editor", "author")
    city = make_city()
    services.submit(change(city, author, name_en="New"), by=author)
    page = window.get(url(city, "review"))
    for _tab in range(2):
        window.post(url(city, "review"), posted(page, _publish="x"))
    assert AuditEntry.objects.filter(action="published").count() == 1


def test_a_post_without_a_button_decides_nothing(signed_in_as):
    window, author = signed_in_as("Approver"), make_staff("Editor", "author")
    city = make_city()
    draft = services.submit(change(city, author, name_en="New"), by=author)
    page = posted(window.get(url(city, "review")))
    for button in ({}, {"_other": "x"}):
        assert window.post(url(city, "review"), page | button).status_code == 200
        draft.refresh_from_db()
        assert draft.state == Revision.State.IN_REVIEW


@pytest.mark.parametrize("uid", ["", "banana", "of a record"])
def test_who_may_not_add_is_refused_whatever_the_address_names(signed_in_as, uid):
    window, partner = signed_in_as("Translator"), make_partner()
    asked = {"uid": str(partner.uid) if uid == "of a record" else uid}
    page = url(Partner, "add")
    assert window.get(page, asked).status_code == HTTPStatus.FORBIDDEN
    assert window.post(page, asked).status_code == HTTPStatus.FORBIDDEN


def test_two_tabs_do_not_make_an_author_a_second_person(signed_in_as):
    window, other = signed_in_as("Approver"), make_staff("Approver", "other")
    document = make_document(status="adopted")
    services.submit(change(document, other, note_en="From another"), by=other)
    review = window.get(url(document, "review"))
    save(window, url(document), "_submit", note_vi="Của tôi")
    window.post(url(document, "review"), posted(review, _publish="x"))
    again = window.get(url(document, "review"))
    window.post(url(document, "review"), posted(again, _publish="x"))
    document.refresh_from_db()
    assert (document.note_en, document.note_vi) == (None, None)


def test_who_lost_their_account_has_no_session(signed_in_as):
    window, city = signed_in_as("Approver"), make_city()
    page = window.get(url(city))
    User.objects.filter(pk=window.user.pk).update(is_active=False)
    answer = window.post(url(city), posted(page, _publish="x", name_en="Planted"))
    assert answer.status_code == HTTPStatus.FOUND
    assert services.open_revision(city) is None
    assert window.get(url(city, "preview")).status_code == HTTPStatus.FOUND


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_no_address_leads_out_of_the_portal(signed_in_as, target):
    window = signed_in_as("Administrator")
    for path in (reverse("admin:login"), reverse("account_login"), reverse("account_logout")):
        for answer in (window.get(path, {"next": target}), window.post(path, {"next": target})):
            assert "evil.example" not in answer.get("Location", "")


# --- A translator


def test_a_translator_changes_nothing_of_a_file_but_texts(signed_in_as):
    window = signed_in_as("Translator")
    version = make_version(state="draft", parts={"files": file_part(file_name="paper.pdf")})
    before = now_says(version)
    page = read_form(window.get(url(version))).values
    forged = {
        "files-0-file_name": "stolen.pdf",
        "files-0-language": "th",
        "files-0-is_primary": "on",
        "files-0-is_authentic": "on",
        "files-0-DELETE": "on",
        "number": "9",
    }
    window.post(url(version), page | forged | {"_save": "x"})
    assert services.draft_of(version) == before


def test_a_translator_changes_only_texts_of_a_part_on_its_own_page(signed_in_as):
    window = signed_in_as("Translator")
    partner = partner_with_sourced_proposal()
    proposal = partner.proposals.get()
    page = window.get(url(proposal))
    forged = read_form(page).values | {"year": "1999", "title_en": "Typed", "_save": "x"}
    window.post(url(proposal), forged)
    draft = services.draft_of(partner)["parts"]["proposals"][str(proposal.uid)]
    assert (draft["year"], draft["title_en"]) == (2020, "Typed")


def test_a_translator_uploads_no_file(signed_in_as):
    window = signed_in_as("Translator")
    assert window.get(reverse("admin:documents_documentversion_upload")).status_code == 403


def test_a_translator_brings_back_no_deleted_record(signed_in_as):
    window, author = signed_in_as("Translator"), make_staff("Editor", "author")
    partner = make_partner(state="draft")
    services.delete(partner, author=author)
    last = Revision.objects.filter(uid=partner.uid).latest("number")
    restore = reverse("admin:publishing_revision_restore", args=[last.pk])
    assert window.post(restore, {"seen": str(last.number)}).status_code == 403
    assert not type(partner).objects.filter(uid=partner.uid).exists()


# --- A correspondent of a city


PAGES = ["change", "history", "compare", "review", "withdraw", "delete", "preview", "presence"]


@pytest.mark.parametrize("page", PAGES)
def test_a_correspondent_guesses_no_address_of_another_city(correspondent, page):
    other = make_city(name_en="Hidden city", name_vi="Đô thị kín")
    author = make_staff("Editor", "author")
    change(other, author, summary_en="Hidden words")
    for method in (correspondent.get, correspondent.post):
        answer = method(url(other, page))
        assert answer.status_code in {403, 404, 405}
        assert "Hidden" not in answer.text


def test_a_correspondent_guesses_no_revision_of_another_record(correspondent):
    author = make_staff("Editor", "author")
    for record in (make_city(), make_document(), make_membership(), make_country()):
        draft = change(record, author, note_en="Hidden words")
        for page in (url(draft), url(Revision, "changelist")):
            assert "Hidden words" not in correspondent.get(page, follow=True).text
        restore = reverse("admin:publishing_revision_restore", args=[draft.pk])
        assert correspondent.post(restore).status_code == HTTPStatus.FORBIDDEN
    assert not Revision.objects.filter(author=correspondent.user).exists()


def test_a_correspondent_merges_nothing_into_another_city(correspondent):
    other, author = make_city(), make_staff("Editor", "author")
    shape = services.draft_of(other) | {"name_en": "Stolen"}
    aside = services.set_aside(City, other.uid, shape, author=author, based_on=None)
    for record in (other, correspondent.city):
        page = reverse("admin:cities_city_merge", args=[record.pk, aside.pk])
        assert correspondent.get(page).status_code in {403, 404}
        assert correspondent.post(page, {"_keep_theirs": "x"}).status_code in {403, 404}
    aside.refresh_from_db()
    assert aside.state == Revision.State.SET_ASIDE


def test_a_correspondent_searches_and_filters_out_no_other_record(correspondent):
    make_city(name_en="Hidden city", name_vi="Hidden city")
    make_document(state="draft", title_en="Hidden paper", title_vi="Hidden paper")
    autocomplete = reverse("admin:autocomplete")
    for app, model, field in [
        ("cities", "city", "documents"),
        ("cities", "city", "country"),
        ("cities", "membership", "city"),
        ("cities", "project", "city"),
        ("cities", "correspondent", "user"),
        ("events", "outcome", "documents"),
    ]:
        asked = {"term": "hidden", "app_label": app, "model_name": model, "field_name": field}
        assert "Hidden" not in correspondent.get(autocomplete, asked).text
    for query in ({"q": "hidden"}, {"country__id__exact": "1"}, {"slug__startswith": "h"}):
        assert "Hidden" not in correspondent.get(url(City, "changelist"), query, follow=True).text


def test_a_correspondent_deletes_withdraws_and_adds_nothing(correspondent):
    draft = make_city(state="draft")
    Correspondent.objects.create(user=correspondent.user, city=draft)
    for city in (draft, correspondent.city):
        correspondent.post(url(city, "delete"), {"post": "yes"})
        reasons = {"reason_vi": "Sai", "reason_en": "Wrong"}
        assert correspondent.post(url(city, "withdraw"), reasons).status_code == 403
    assert City.objects.filter(pk__in=[draft.pk, correspondent.city.pk]).count() == 2
    answer = correspondent.post(url(City, "add"), {"name_en": "New", "_popup": "1"})
    assert answer.status_code == HTTPStatus.FORBIDDEN


def test_a_correspondent_keeps_to_the_sources_and_files_they_may_see(correspondent):
    source = Source.objects.first()
    assert correspondent.post(url(source), {"title": "Stolen"}).status_code == 403
    assert correspondent.post(url(source, "delete"), {"post": "yes"}).status_code == 403
    version = make_version(state="draft", parts={"files": file_part(file_name="secret.pdf")})
    stored = version.files.get().stored
    for page in (url(stored), url(StoredFile, "changelist"), url(DocumentVersion, "changelist")):
        assert correspondent.get(page).status_code == HTTPStatus.FORBIDDEN
    read = reverse("admin:documents_storedfile_read", args=[stored.pk])
    assert correspondent.post(read).status_code == HTTPStatus.FORBIDDEN


# --- Links to drafts, and what is open to all


FORGERIES = ["{}", "{}x", "{}&preview=x", "", "a:b:c", "\0", "é" * 50]


@pytest.mark.parametrize("forgery", FORGERIES)
def test_no_forged_token_shows_a_draft(client, forgery):
    words = {"summary_en": "Hidden words", "summary_vi": "Hidden words"}
    hidden, shown = make_partner(state="draft", **words), make_partner(state="draft")
    for path in (f"/en/partners/{hidden.slug}/", f"/vi/partners/{hidden.slug}/"):
        answer = client.get(path, {"preview": forgery.format(preview_token(shown))})
        assert "Hidden words" not in answer.text
        assert answer.status_code < HTTPStatus.INTERNAL_SERVER_ERROR


def test_a_link_to_a_draft_opens_nothing_of_the_open_data(client):
    hidden = make_partner(state="draft", name_en="Hidden name")
    for path in ("/api/v1/partners", f"/api/v1/partners/{hidden.slug}", "/en/search/"):
        answer = client.get(path, {"preview": preview_token(hidden), "q": "hidden"})
        assert "Hidden name" not in answer.text
