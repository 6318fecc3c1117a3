"""A list that comes back as it went out changes nothing; what was changed becomes a draft."""

import html
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ascn_portal.accounts.models import AuditEntry
from ascn_portal.publishing import services, snapshot
from ascn_portal.publishing.admin.exchange import screens
from ascn_portal.publishing.models import Revision
from ascn_portal.sources.models import Source
from cities.models import City, Country, Project
from partners.models import Partner
from tests.factories import (
    cites,
    make_action_plan,
    make_city,
    make_partner,
    make_project,
    make_source,
    make_user,
    part,
)
from tests.publishing.admin.screens import RECORDS, label, make, url

from .files import changed, confirm, export, plan_of, problems, rows_in, send, with_row, workbook

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("format", ["xlsx", "csv"])
@pytest.mark.parametrize("model", [*RECORDS, Source], ids=label)
def test_a_list_that_comes_back_untouched_changes_nothing(staff, model, format):
    if not model.objects.exists():
        make(model)
    before = Revision.objects.count()
    page = send(staff, model, export(staff, model, format), f"list.{format}")
    plan = plan_of(page)
    assert plan.changes == []
    assert plan.unchanged == model.objects.count()
    assert Revision.objects.count() == before


LANGUAGE_FIELDS = {"name_vi": "Tên mới", "name_en": "New name"}


@pytest.mark.parametrize("name", LANGUAGE_FIELDS)
def test_one_changed_cell_makes_a_draft_with_just_that(staff, editor, name):
    city = make_city(slug="some-city")
    before = snapshot.take(city)
    content = changed(
        export(staff, City, query="?q=some-city"),
        {"slug": "some-city"},
        {name: LANGUAGE_FIELDS[name]},
    )
    page = send(staff, City, content)
    (change,) = plan_of(page).changes
    assert change.row.values == {name: LANGUAGE_FIELDS[name]}
    assert services.open_revision(city) is None
    assert confirm(staff, City, page).status_code == 302
    draft = services.open_revision(city)
    assert draft.shape == before | {name: LANGUAGE_FIELDS[name]}
    assert (draft.state, draft.author) == (Revision.State.DRAFT, editor)
    assert snapshot.take(City.objects.get(pk=city.pk)) == before


def test_the_preview_shows_both_texts_in_their_language(staff):
    make_city(slug="some-city", name_vi="Thành phố")
    content = changed(
        export(staff, City, query="?q=some-city"), {"slug": "some-city"}, {"name_vi": "Đô thị"}
    )
    text = send(staff, City, content).content.decode()
    assert re.search(r'lang="vi">.*Thành phố</del>.*Đô thị</ins>', text)


def test_a_draft_goes_out_and_changes_come_upon_it(staff, editor):
    city = make_city(slug="some-city")
    services.save(City, city.uid, snapshot.take(city) | {"name_vi": "Nháp"}, author=editor)
    row = next(
        row
        for row in rows_in(export(staff, City, query="?q=some-city"))
        if row["slug"] == "some-city"
    )
    assert row["name_vi"] == "Nháp"
    content = changed(
        export(staff, City, query="?q=some-city"), {"slug": "some-city"}, {"name_en": "Draft"}
    )
    confirm(staff, City, send(staff, City, content))
    shape = services.open_revision(city).shape
    assert (shape["name_vi"], shape["name_en"]) == ("Nháp", "Draft")


def test_what_the_public_sees_goes_out_without_drafts(staff, editor):
    city, hidden = make_city(slug="some-city", name_vi="Công khai"), make_city(state="draft")
    services.save(City, city.uid, snapshot.take(city) | {"name_vi": "Nháp"}, author=editor)
    content = export(staff, City, content="live")
    rows = {row["uid"]: row for row in rows_in(content)}
    assert rows[str(city.uid)]["name_vi"] == "Công khai"
    assert str(hidden.uid) not in rows
    assert plan_of(send(staff, City, content)).changes == []


def test_search_and_filters_of_the_list_choose_what_goes_out(staff):
    make_city(slug="some-city", name_vi="Thành phố Khác", name_en="Elsewhere")
    rows = rows_in(export(staff, City, query="?q=elsewhere"))
    assert [row["slug"] for row in rows] == ["some-city"]


def test_a_new_row_makes_a_new_draft_once_however_often_it_is_sent(staff):
    values = {
        "slug": "new-city",
        "name_vi": "Đô thị mới",
        "name_en": "New city",
        "country": Country.objects.first().slug,
        "kind": "city",
        "timezone": "Asia/Ho_Chi_Minh",
        "latitude": 16.0471,
        "longitude": 108.2068,
    }
    content = with_row(export(staff, City), values)
    page = send(staff, City, content)
    assert [change.record for change in plan_of(page).changes] == [None]
    confirm(staff, City, page)
    city = City.objects.get(slug="new-city")
    assert (city.state, city.name_vi, str(city.latitude)) == ("draft", "Đô thị mới", "16.04710")
    assert confirm(staff, City, page).url == url(City, "changelist")
    (problem,) = problems(send(staff, City, content))
    assert "Đô thị mới" in problem
    assert City.objects.filter(name_en="New city").count() == 1


def test_parts_are_changed_and_added_on_their_sheet(staff):
    source = make_source()
    city = make_city(slug="some-city", parts={"citations": cites(source, pages="1")})
    content = changed(
        export(staff, City, query="?q=some-city"),
        {"record": "some-city"},
        {"pages": "5–8"},
        sheet="citations",
    )
    added = {"record": "some-city", "source": source.url, "pages": "9", "note_vi": "Ghi chú"}
    content = with_row(content, added, sheet="citations")
    confirm(staff, City, send(staff, City, content))
    citations = services.open_revision(city).shape["parts"]["citations"].values()
    assert sorted(citation["pages"] for citation in citations) == ["5–8", "9"]


def test_parts_of_parts_are_changed_on_their_sheet(staff):
    proposal = part(title_vi="Đề xuất", title_en="Offer", year=2020, parts={"citations": cites()})
    partner = make_partner(slug="some-partner", parts={"proposals": proposal})
    sheet = "proposals.citations"
    content = changed(
        export(staff, Partner, query="?q=some-partner"),
        {"record": "some-partner"},
        {"pages": "77"},
        sheet,
    )
    confirm(staff, Partner, send(staff, Partner, content))
    (shape,) = services.open_revision(partner).shape["parts"]["proposals"].values()
    assert [citation["pages"] for citation in shape["parts"]["citations"].values()] == ["77"]


def test_what_has_no_slug_is_named_by_its_uid(staff):
    plan = make_action_plan()
    project = make_project(slug="some-project")
    content = export(staff, Project, query="?q=some-project")
    content = changed(content, {"slug": "some-project"}, {"action_plan": str(plan.uid)})
    confirm(staff, Project, send(staff, Project, content))
    assert services.open_revision(project).shape["action_plan"] == str(plan.uid)


def test_rows_and_columns_that_a_file_leaves_out_stay(staff):
    city = make_city(slug="some-city")
    mark = str(services.newest_number(city))
    content = workbook(["name_en", "uid", "revision"], ["New name", str(city.uid), mark])
    confirm(staff, City, send(staff, City, content))
    assert services.open_revision(city).shape == snapshot.take(city) | {"name_en": "New name"}


def test_a_row_whose_record_has_changed_since_is_refused_and_says_by_whom(staff):
    city = make_city(slug="some-city")
    content = changed(
        export(staff, City, query="?q=some-city"), {"slug": "some-city"}, {"name_en": "Mine"}
    )
    other = make_user("colleague")
    services.save(City, city.uid, snapshot.take(city) | {"name_en": "Theirs"}, author=other)
    assert "colleague" in str(problems(send(staff, City, content)))
    assert services.open_revision(city).shape["name_en"] == "Theirs"


def test_a_row_that_nobody_touched_is_taken_though_its_record_has_changed_since(staff, editor):
    city = make_city()
    content = export(staff, City)
    services.save(City, city.uid, snapshot.take(city) | {"name_en": "Newer"}, author=editor)
    assert plan_of(send(staff, City, content)).changes == []


def test_what_changes_between_preview_and_import_is_shown_again(staff, editor):
    city = make_city(slug="some-city")
    content = changed(
        export(staff, City, query="?q=some-city"), {"slug": "some-city"}, {"name_en": "Mine"}
    )
    page = send(staff, City, content)
    services.save(City, city.uid, snapshot.take(city) | {"name_en": "Theirs"}, author=editor)
    answer = confirm(staff, City, page)
    assert answer.status_code == 200
    assert answer.context["notice"]
    assert services.open_revision(city).shape["name_en"] == "Theirs"


def test_a_second_press_on_import_is_told_that_the_first_does_it(staff, editor, monkeypatch):
    city = make_city(slug="some-city")
    content = changed(export(staff, City), {"slug": "some-city"}, {"name_en": "Mine"})
    page = send(staff, City, content)
    carry_out, answers = screens.carry_out, []

    def carry_out_while_pressed_again(*args, **kwargs):
        answers.append(confirm(staff, City, page))
        carry_out(*args, **kwargs)

    monkeypatch.setattr(screens, "carry_out", carry_out_while_pressed_again)
    answers.append(confirm(staff, City, page))
    answers.append(confirm(staff, City, page))
    assert {answer.get("Location") for answer in answers} == {url(City, "changelist")}
    said = staff.get(url(City, "changelist")).text
    assert html.escape(str(screens.CONFIRMED)) in said
    assert services.revisions_of(city).filter(author=editor).count() == 1


def test_what_was_not_imported_can_be_confirmed_again(staff, editor):
    city = make_city(slug="some-city")
    content = changed(export(staff, City), {"slug": "some-city"}, {"name_en": "Mine"})
    page = send(staff, City, content)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(screens, "is_current", lambda *_about: False)
        again = confirm(staff, City, page)
    assert again.context["notice"]
    assert confirm(staff, City, again).url == url(City, "changelist")
    assert services.open_revision(city).shape["name_en"] == "Mine"


def test_a_file_is_taken_as_a_whole_or_not_at_all(staff):
    one, _two = make_city(slug="one"), make_city(slug="two")
    content = changed(export(staff, City), {"slug": "one"}, {"name_en": "Changed"})
    content = changed(content, {"slug": "two"}, {"kind": "village"})
    page = send(staff, City, content)
    assert "village" in str(problems(page))
    assert b'name="_do"' not in page.content
    confirm(staff, City, page)
    assert services.open_revision(one) is None


def test_sources_are_changed_at_once_unless_somebody_was_quicker(staff):
    source = make_source(title="Old")
    content = changed(export(staff, Source), {"url": source.url}, {"title": "New"})
    confirm(staff, Source, send(staff, Source, content))
    source.refresh_from_db()
    assert source.title == "New"
    content = changed(content, {"url": source.url}, {"title": "Newest"})
    assert problems(send(staff, Source, content)) != []


def test_exports_and_imports_stand_in_the_audit_log(staff, editor):
    make_city(slug="some-city", name_en="Elsewhere")
    content = changed(
        export(staff, City, query="?q=elsewhere"), {"slug": "some-city"}, {"name_en": "X"}
    )
    confirm(staff, City, send(staff, City, content))
    imported, exported = AuditEntry.objects.filter(action__in=["imported", "exported"])[:2]
    assert (exported.action, exported.by) == ("exported", editor)
    assert exported.details["filters"] == ["q=elsewhere"]
    assert (exported.details["rows"], exported.details["format"]) == (1, "xlsx")
    assert (imported.action, imported.by, imported.details["rows"]) == ("imported", editor, 1)


def test_an_export_costs_the_same_queries_for_one_row_and_for_many(staff):
    counts = []
    for query in ("?q=da nang", ""):
        with CaptureQueriesContext(connection) as queries:
            export(staff, City, query=query)
        counts.append(len(queries))
    assert counts[1] <= counts[0] + 2
