"""The index says what the record says: at once, in the same transaction, and no more."""

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import date, timedelta
from urllib.parse import urlsplit

import psycopg
import pytest
import time_machine
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from ascn_portal.publishing import services, snapshot
from ascn_portal.search.engine import NAMES, WORDS, Expression, Phrase, engine
from ascn_portal.search.index import KINDS, rebuild, update
from ascn_portal.search.models import SearchEntry, SearchWord
from cities.models import City, Term
from tests.factories import (
    both,
    cites,
    make_city,
    make_country,
    make_event,
    make_focus_area,
    make_membership,
    make_page,
    make_partner,
    make_project,
    make_term,
    part,
)

pytestmark = pytest.mark.django_db
TOMORROW = timezone.now() + timedelta(days=1)
LATER = TOMORROW + timedelta(hours=1)


def edit(record, author, **changes):
    """Publish `record` with fields of its shape changed."""
    shape = snapshot.take(record) | changes
    revision = services.save(type(record), record.uid, shape, author=author)
    services.publish(revision, approver=author)
    record.refresh_from_db()


def withdraw(record, author, **when):
    record.refresh_from_db()
    services.withdraw(record, author=author, reason_vi="Có sai sót", reason_en="An error", **when)


def words_kept() -> dict:
    """All that the database's own search holds, by what it is of."""
    things = {
        entry.pk: (str(entry.uid), entry.part, entry.language)
        for entry in SearchEntry.objects.all()
    }
    columns = "rowid, folded, accented, stemmed"
    if connection.vendor == "postgresql":
        columns = "entry_id, vector::text"
    kept = {}
    with connection.cursor() as cursor:
        for table in (NAMES, WORDS):
            cursor.execute(f"SELECT {columns} FROM {table}")  # noqa: S608
            kept[table] = {things[key]: words for key, *words in cursor.fetchall()}
    return kept


def entries_kept() -> set[tuple]:
    """All entries, without their keys."""
    columns = [field.attname for field in SearchEntry._meta.fields if field.attname != "id"]
    return set(SearchEntry.objects.values_list(*columns))


def test_what_is_published_is_found_at_once_in_both_languages(found):
    make_page(slug="lagoons", **both("title", "Đầm phá xanh", "Lagoons of indigo"))
    assert found("lagoons of indigo", "en") == ["page lagoons"]
    assert found("đầm phá xanh", "vi") == ["page lagoons"]
    assert found("dam pha xanh", "en") == ["page lagoons"]


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_what_is_not_public_has_no_entries(entries, state):
    assert not entries(make_city(state=state)).exists()


def test_an_edit_is_found_by_its_new_words_only(found, editor):
    record = make_page(slug="lagoons", title_en="Lagoons of indigo")
    edit(record, editor, title_en="Dunes of saffron")
    assert found("dunes of saffron") == ["page lagoons"]
    assert found('"lagoons of indigo"') == []


def test_what_is_withdrawn_vanishes_within_the_transaction(found, entries, editor):
    record = make_page(title_en="Lagoons of indigo")
    withdraw(record, editor)
    assert not entries(record).exists()
    assert found("lagoons indigo") == []
    assert not any(str(record.uid) in thing for kept in words_kept().values() for thing in kept)


def test_what_is_scheduled_is_found_from_its_moment_on(found, entries, editor):
    record = make_page(state="draft", slug="lagoons", title_en="Lagoons of indigo")
    services.publish(services.revisions_of(record).get(), approver=editor, at=TOMORROW)
    assert entries(record).count() == 2
    assert found("lagoons indigo") == []
    with time_machine.travel(LATER, tick=False):
        assert found("lagoons indigo") == ["page lagoons"]


def test_what_is_to_be_withdrawn_is_found_until_its_moment(found, editor):
    record = make_page(slug="lagoons", title_en="Lagoons of indigo")
    withdraw(record, editor, at=TOMORROW)
    assert found("lagoons indigo") == ["page lagoons"]
    with time_machine.travel(LATER, tick=False):
        assert found("lagoons indigo") == []


def test_a_scheduled_revision_is_found_when_it_is_due_not_before(found, editor):
    record = make_page(slug="lagoons", title_en="Lagoons of indigo")
    shape = snapshot.take(record) | {"title_en": "Dunes of saffron"}
    revision = services.save(type(record), record.uid, shape, author=editor)
    services.publish(revision, approver=editor, at=TOMORROW)
    assert found("lagoons indigo") == ["page lagoons"]
    assert found("dunes saffron") == []
    services.apply_due(LATER)
    assert found("lagoons indigo") == []
    assert found("dunes saffron") == ["page lagoons"]


def test_what_is_restored_is_found_by_its_old_words_again(found, editor):
    record = make_page(slug="lagoons", title_en="Lagoons of indigo")
    first = services.revisions_of(record).get()
    edit(record, editor, title_en="Dunes of saffron")
    services.publish(services.restore(first, author=editor))
    assert found("lagoons indigo") == ["page lagoons"]
    assert found("dunes saffron") == []


def test_a_withdrawn_record_that_is_restored_stays_hidden(entries, editor):
    record = make_page(state="withdrawn")
    services.restore(services.revisions_of(record).last(), author=editor)
    assert not entries(record).exists()


def test_a_change_that_is_rolled_back_leaves_the_index_as_it_was(editor):
    record = make_page(title_en="Lagoons of indigo")
    before = entries_kept(), words_kept(), set(SearchWord.objects.values_list())
    with transaction.atomic():
        edit(record, editor, title_en="Dunes of saffron")
        transaction.set_rollback(True)
    assert (entries_kept(), words_kept(), set(SearchWord.objects.values_list())) == before


def test_what_rests_on_a_withdrawn_record_vanishes_with_it(entries, editor):
    project = make_project()
    withdraw(project.city, editor)
    assert not entries(project).exists()


def test_what_rests_on_a_withdrawn_country_vanishes_with_it(entries, editor):
    country = make_country()
    city = make_city(country=country)
    rest = [city, make_project(city=city), make_term(country=country)]
    assert all(entries(record).exists() for record in rest)
    withdraw(country, editor)
    assert not any(entries(record).exists() for record in rest)


def test_what_rests_on_a_scheduled_record_is_found_with_it_only(entries, editor):
    project = make_project(city=make_city(state="draft"))
    assert not entries(project).exists()
    city = City.objects.get(pk=project.city_id)
    services.publish(services.revisions_of(city).get(), approver=editor, at=TOMORROW)
    assert {entry.visible_from for entry in entries(project)} == {TOMORROW}


def test_a_renamed_city_or_country_is_named_so_beside_what_it_has(entries, editor):
    country = make_country(**both("name", "Nước Cũ", "Oldland"))
    city = make_city(country=country, **both("name", "Phố Cũ", "Oldtown"))
    project = make_project(city=city)
    term = make_term(country=country, starts_on="2061-01-01", ends_on="2061-12-31")
    event = make_event(host_country=country)
    edit(city, editor, name_en="Newtown")
    edit(country, editor, name_en="Newland", slug="newland")
    assert entries(project).get(language="en").place == "Newtown"
    assert entries(project).get(language="en").country == "newland"
    assert entries(city).get(language="en").place == "Newland"
    assert entries(term).get(language="en").title.endswith("Newland")
    assert entries(event).get(language="en").place == "Newland"
    assert entries(event).get(language="vi").place == "Nước Cũ"


def test_filters_follow_the_address_of_a_country_or_focus_area(entries, editor):
    country, area = make_country(), make_focus_area()
    partner = make_partner(country=country)
    project = make_project(focus_area=area)
    edit(country, editor, slug="newland")
    edit(area, editor, slug="new-area")
    assert {entry.country for entry in entries(partner)} == {"newland"}
    assert {entry.focus_area for entry in entries(project)} == {"new-area"}


def test_a_country_is_found_once_it_has_a_member(entries, editor):
    country = make_country()
    assert not entries(country).exists()
    membership = make_membership(city=make_city(country=country))
    assert entries(country).count() == 2
    withdraw(membership, editor)
    assert not entries(country).exists()


def test_a_country_vanishes_with_its_only_member(entries, editor):
    country = make_country()
    city = make_city(country=country)
    make_membership(city=city)
    withdraw(city, editor)
    assert not entries(country).exists()


def test_a_country_is_found_from_the_day_its_first_member_joins(entries):
    country = make_country()
    day = date(2035, 1, 1)
    dates = dict.fromkeys(["starts_on", "starts_not_before", "starts_not_after"], str(day))
    make_membership(city=make_city(country=country), starts_precision="day", **dates)
    begins = {timezone.localtime(entry.visible_from).date() for entry in entries(country)}
    assert begins == {day}


def test_a_country_is_found_while_its_member_is_public(entries, editor):
    country = make_country()
    membership = make_membership(city=make_city(country=country))
    withdraw(membership, editor, at=TOMORROW)
    assert {entry.visible_until for entry in entries(country)} == {TOMORROW}


def test_each_outcome_of_a_meeting_is_found_at_its_own_place(client, entries):
    outcomes = part(kind="adopts", order=1, **both("text", "Đã thông qua.", "Adopted."))
    outcomes |= part(kind="notes", order=2, **both("text", "Đã ghi nhận.", "Noted."))
    event = make_event(parts={"citations": cites(), "outcomes": outcomes})
    made = entries(event).filter(kind="outcome", language="en").order_by("path")
    assert [(entry.text, entry.path.partition("#")[2]) for entry in made] == [
        ("Adopted.", "outcome-1"),
        ("Noted.", "outcome-2"),
    ]
    html = client.get(event.get_absolute_url()).text
    assert html.index('id="outcome-1"') < html.index("Đã thông qua.") < html.index('id="outcome-2"')


def test_every_kind_of_record_that_has_a_page_is_found():
    kinds = set(SearchEntry.objects.values_list("kind", flat=True))
    assert kinds >= {"city", "country", "chair", "focus_area", "event", "outcome", "document"}
    assert kinds >= {"project", "partner", "page"}


def test_a_rebuild_makes_what_each_record_made_by_itself():
    rebuild()
    before = entries_kept(), words_kept()
    known = set(SearchWord.objects.values_list("word", "split"))
    engine().remove(list(SearchEntry.objects.values_list("pk", flat=True)))
    SearchEntry.objects.all().delete()
    SearchWord.objects.all().delete()
    for model in KINDS:
        for record in model.objects.all():
            update(record)
    assert entries_kept() == before[0]
    assert words_kept() == before[1]
    assert set(SearchWord.objects.values_list("word", "split")) == known


def test_a_rebuild_forgets_words_that_no_text_holds_any_longer(editor):
    withdraw(make_page(title_en="Lagoons of indigo"), editor)
    assert SearchWord.objects.filter(word="lagoons").exists()
    rebuild()
    assert not SearchWord.objects.filter(word="lagoons").exists()


def test_a_rebuild_that_fails_leaves_the_index_as_it_was(monkeypatch):
    before = entries_kept(), words_kept()

    def fail(record):
        raise ZeroDivisionError

    monkeypatch.setattr(KINDS[Term], "found", fail)
    with pytest.raises(ZeroDivisionError):
        rebuild()
    assert (entries_kept(), words_kept()) == before


def test_without_hooks_nothing_is_indexed_until_a_rebuild(entries):
    with services.without_record_hooks():
        record = make_page()
    assert not entries(record).exists()
    rebuild()
    assert entries(record).count() == 2


def test_the_command_says_how_far_it_is(capsys):
    call_command("rebuild_search_index")
    shown = capsys.readouterr().out
    total = sum(model.objects.count() for model in KINDS)
    assert f"[{'#' * 40}] {total} of {total} records" in shown
    assert f"[{'#' * 10}{'.' * 30}]" in shown
    assert f"{SearchEntry.objects.count()} entries can be found" in shown


def test_readers_find_all_while_the_index_is_made_anew(tmp_path, record_file):
    """Another process rebuilds the committed index; this one asks until it is done."""
    address = f"sqlite:///{tmp_path / 'copy.sqlite3'}"
    if connection.vendor == "postgresql":
        name = connection.settings_dict["NAME"]
        address = urlsplit(os.environ["DATABASE_URL"])._replace(path=name).geturl()
    else:
        shutil.copy(record_file, tmp_path / "copy.sqlite3")
    environment = os.environ | {"VAR_DIR": str(tmp_path), "DATABASE_URL": address}
    environment["DJANGO_SETTINGS_MODULE"] = "ascn_portal.settings.base"
    environment.pop("PUBLIC_ORIGIN", None)
    command = [sys.executable, "manage.py", "rebuild_search_index"]
    counts = set()
    with subprocess.Popen(  # noqa: S603
        command, cwd=settings.BASE_DIR, env=environment, stdout=subprocess.DEVNULL
    ) as process:
        while process.poll() is None:
            counts.add(count_matches(address))
    counts.add(count_matches(address))
    assert process.returncode == 0
    assert len(counts) == 1
    assert min(counts) > 50


def count_matches(address: str) -> int:
    """How many entries another connection finds that hold "smart"."""
    expression = engine().render(Expression(((Phrase(("smart",)),),)))
    sql = f"SELECT count(*) FROM {engine().source(WORDS)}"  # noqa: S608
    if connection.vendor == "postgresql":
        with psycopg.connect(address) as other:
            return other.execute(sql, [expression]).fetchone()[0]
    with closing(sqlite3.connect(address.removeprefix("sqlite:///"), timeout=20)) as other:
        return other.execute(sql.replace("%s", "?"), [expression]).fetchone()[0]
