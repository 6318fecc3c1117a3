"""Who may take a list out, and what of it they may change by a file."""

import uuid

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from ascn_portal.accounts.services import update_roles
from ascn_portal.publishing import services
from ascn_portal.sources.models import Source
from cities.models import City, Correspondent
from documents.models import DocumentVersion
from partners.models import Partner
from tests.factories import (
    cites,
    file_part,
    make_city,
    make_document,
    make_source,
    make_staff,
    make_user,
    make_version,
    part,
)
from tests.publishing.admin.screens import partner_with_sourced_proposal, url

from .files import changed, confirm, export, plan_of, problems, rows_in, send, with_row

pytestmark = pytest.mark.django_db


@pytest.fixture
def sign_in(client):
    """Signs in somebody of a role; gives their client and account."""

    def somebody(role: str):
        user = make_staff(role)
        client.force_login(user)
        return client, user

    return somebody


def test_a_translator_changes_texts_of_records_and_of_their_parts(sign_in):
    client, _user = sign_in("Translator")
    city = make_city(slug="some-city", parts={"citations": cites()})
    content = changed(
        export(client, City, query="?q=some-city"), {"slug": "some-city"}, {"name_en": "Translated"}
    )
    content = changed(content, {"record": "some-city"}, {"note_en": "Note"}, sheet="citations")
    confirm(client, City, send(client, City, content))
    shape = services.open_revision(city).shape
    assert shape["name_en"] == "Translated"
    assert [citation["note_en"] for citation in shape["parts"]["citations"].values()] == ["Note"]


@pytest.mark.parametrize("column", ["slug", "kind", "aliases"])
def test_a_translator_is_told_which_other_column_they_changed(sign_in, column):
    client, _user = sign_in("Translator")
    make_city(slug="some-city")
    values = {"slug": "changed", "kind": "other", "aliases": "Other"}
    content = changed(
        export(client, City, query="?q=some-city"), {"slug": "some-city"}, {column: values[column]}
    )
    (problem,) = problems(send(client, City, content))
    assert column in problem


def test_a_translator_adds_neither_records_nor_parts(sign_in):
    client, _user = sign_in("Translator")
    make_city(slug="some-city")
    content = export(client, City, query="?q=some-city")
    new = {"slug": "new", "name_vi": "Mới", "name_en": "New"}
    assert problems(send(client, City, with_row(content, new))) != []
    name = {"record": "some-city", "text": "ដា", "language": "km"}
    assert problems(send(client, City, with_row(content, name, sheet="native_names"))) != []


def test_a_correspondent_takes_out_their_own_city_only_and_proposes_changes(sign_in):
    client, user = sign_in("City correspondent")
    own, other = make_city(slug="own"), make_city(slug="other")
    Correspondent.objects.create(user=user, city=own)
    content = export(client, City)
    assert [row["slug"] for row in rows_in(content)] == ["own"]
    confirm(client, City, send(client, City, changed(content, {}, {"name_en": "Mine"})))
    assert services.open_revision(own).author == user
    number = str(services.newest_number(other))
    stolen = {"uid": str(other.uid), "revision": number, "name_en": "Mine"}
    assert problems(send(client, City, with_row(content, stolen))) != []
    assert services.open_revision(other) is None


def test_a_correspondent_reaches_no_other_list(sign_in):
    client, user = sign_in("City correspondent")
    Correspondent.objects.create(user=user, city=make_city())
    for page in ("export", "import"):
        assert client.get(url(DocumentVersion, "changelist") + f"{page}/").status_code == 403
    assert client.post(url(Source, "changelist") + "import/").status_code == 403


def test_who_may_only_look_takes_out_but_brings_nothing_in(client):
    update_roles()
    reader = make_user("reader", is_staff=True)
    reader.user_permissions.set(
        Group.objects.get(name="Translator").permissions.filter(codename="view_city")
    )
    client.force_login(reader)
    assert len(rows_in(export(client, City))) == City.objects.count()
    assert client.get(url(City, "changelist") + "import/").status_code == 403
    assert "import/" not in client.get(url(City, "changelist")).content.decode()


def test_nobody_without_an_account_takes_or_sends_anything(client):
    for page in ("export", "import"):
        assert client.get(url(City, "changelist") + f"{page}/").status_code == 302
        assert client.post(url(City, "changelist") + f"{page}/").status_code == 302


def test_a_file_from_elsewhere_is_refused(editor):
    client = Client(enforce_csrf_checks=True)
    client.force_login(editor)
    assert send(client, City, b"uid").status_code == 403


def test_a_file_is_confirmed_by_who_sent_it_only(staff):
    city = make_city(slug="some-city")
    content = changed(
        export(staff, City, query="?q=some-city"), {"slug": "some-city"}, {"name_en": "Mine"}
    )
    page = send(staff, City, content)
    colleague = Client()
    colleague.force_login(make_user("colleague", is_staff=True, is_superuser=True))
    assert problems(confirm(colleague, City, page)) != []
    assert services.open_revision(city) is None


def test_files_of_documents_keep_their_bytes_and_public_names(staff):
    make_version(parts={"files": file_part(file_name="paper.pdf")})
    content = export(staff, DocumentVersion)
    (row,) = rows_in(content, sheet=1)
    assert "stored" not in row
    renamed = changed(content, {"uid": row["uid"]}, {"file_name": "other.pdf"}, sheet="files")
    (problem,) = problems(send(staff, DocumentVersion, renamed))
    assert "file_name" in problem
    added = {"record": row["record"], "file_name": "new.pdf", "language": "en"}
    assert problems(send(staff, DocumentVersion, with_row(content, added, sheet="files"))) != []
    reasons = {"withdrawal_reason_vi": "Sai", "withdrawal_reason_en": "Wrong"}
    noted = changed(content, {"uid": row["uid"]}, reasons, sheet="files")
    assert len(plan_of(send(staff, DocumentVersion, noted)).changes) == 1


def test_what_a_colleague_set_aside_and_settled_makes_no_file_late(staff, editor):
    city = make_city(slug="some-city")
    content = changed(
        export(staff, City, query="?q=some-city"), {"slug": "some-city"}, {"name_en": "Changed"}
    )
    shape = services.draft_of(city) | {"name_en": "Other"}
    services.settle(services.set_aside(City, city.uid, shape, author=editor, based_on=None))
    assert problems(send(staff, City, content)) == []


def test_a_file_lets_change_of_a_parts_sources_what_the_form_of_the_part_does(sign_in):
    client, _user = sign_in("Translator")
    partner = partner_with_sourced_proposal(slug="some-partner")
    (proposal,) = partner.proposals.all()
    cell = {"part": str(proposal.uid)}
    content = export(client, Partner)
    wrong = changed(content, cell, {"pages": "99"}, sheet="proposals.citations")
    assert len(problems(send(client, Partner, wrong))) == 1
    added = cell | {"record": "some-partner", "source": make_source().url}
    wrong = with_row(content, added, sheet="proposals.citations")
    assert problems(send(client, Partner, wrong)) != []
    right = changed(content, cell, {"note_en": "A note"}, sheet="proposals.citations")
    assert len(plan_of(send(client, Partner, right)).changes) == 1


@pytest.mark.parametrize("is_new", [True, False], ids=["new row", "own row"])
def test_a_correspondent_does_not_learn_which_records_there_are(sign_in, is_new):
    client, user = sign_in("City correspondent")
    own = make_city(slug="own")
    Correspondent.objects.create(user=user, city=own)
    content, typed = export(client, City), {"documents": "secret-paper"}
    if is_new:
        content = with_row(content, {"slug": "new"} | typed)
    else:
        content = changed(content, {"slug": "own"}, typed)
    before = problems(send(client, City, content))
    make_document(slug="secret-paper", state="draft")
    assert before == problems(send(client, City, content)) != []
    assert services.open_revision(own) is None


def test_a_correspondent_reaches_no_part_of_another_city(sign_in):
    client, user = sign_in("City correspondent")
    name = part(text="ដា", language="km")
    own, other = make_city(slug="own"), make_city(slug="other", parts={"native_names": name})
    Correspondent.objects.create(user=user, city=own)
    (uid,) = name
    content = export(client, City)
    for record in ("own", "other", str(other.uid)):
        stolen = {"record": record, "uid": uid, "text": "ດາ", "language": "lo"}
        answer = send(client, City, with_row(content, stolen, sheet="native_names"))
        assert problems(answer)
        assert not any("ដា" in problem for problem in problems(answer))
    assert services.open_revision(own) is None
    assert other.native_names.get().text == "ដា"


def test_a_correspondent_learns_nothing_from_the_marks_of_another_city(sign_in):
    client, user = sign_in("City correspondent")
    own, other = make_city(slug="own"), make_city(slug="other", name_en="Hidden")
    Correspondent.objects.create(user=user, city=own)
    content = export(client, City)
    for uid in (other.uid, uuid.uuid4()):
        forged = changed(content, {"slug": "own"}, {"uid": str(uid), "revision": "1"})
        (problem,) = problems(send(client, City, forged))
        assert "Hidden" not in problem
        assert str(uid) not in problem
