"""Two states of a record, compared in words."""

import copy

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from ascn_portal.publishing import comparing, services, shapes, snapshot
from ascn_portal.publishing.comparing.marks import Span, mark
from ascn_portal.publishing.comparing.words import Cell
from ascn_portal.publishing.models import Revision
from cities.models import Project
from events.models import Event
from partners.models import Partner
from tests.factories import (
    cites,
    make_city,
    make_document,
    make_event,
    make_partner,
    make_project,
    make_source,
    part,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def compared(record, **fields) -> list:
    before = snapshot.take(record)
    return comparing.compare(type(record), before, before | fields)


def texts(cell) -> str:
    """A cell on one line: [-removed-] {+added+} the same."""
    forms = {"removed": "[-{}-]", "added": "{{+{}+}}", "same": "{}", "skipped": "…"}
    return "".join(forms[span.kind].format(span.text) for span in cell.spans)


def told(sections) -> dict:
    """{title: {label: texts of its cells}}."""
    return {
        section.title: {row.label: [texts(cell) for cell in row.cells] for row in section.rows}
        for section in sections
    }


# --- Marks --------------------------------------------------------------------------------------


def marked(before, after) -> str:
    return texts(Cell("", "changed", mark(before, after)))


def test_words_that_changed_are_marked_and_no_others():
    assert marked("Ba đô thị mới", "Bốn đô thị mới") == "[-Ba -]{+Bốn +}đô thị mới"
    assert marked("The city joined.", "The city joined in 2025.") == "The city joined {+in 2025+}."


def test_a_sentence_written_anew_is_shown_as_a_whole():
    assert marked("One two three four", "Quite another thing") == (
        "[-One two three four-]{+Quite another thing+}"
    )


def test_of_a_long_text_only_the_paragraphs_beside_a_change_are_shown():
    before = [f"Paragraph {number}.\n\n" for number in range(9)]
    after = [*before[:4], "Another paragraph.\n\n", *before[5:]]
    spans = mark("".join(before), "".join(after))
    assert [span.kind for span in spans].count("skipped") == 2
    shown = "".join(span.text for span in spans)
    assert "Another paragraph" in shown
    assert "Paragraph 0" not in shown
    assert "Paragraph 8" not in shown


def test_texts_that_differ_in_blanks_alone_are_both_shown():
    assert mark("a  b", "a b") == [Span("removed", "a  b"), Span("added", "a b")]


def test_a_long_paragraph_is_compared_in_time():
    before = " ".join(f"word{number % 50}, and" for number in range(20_000))
    assert [span.kind for span in mark(before, before + " more")] == ["removed", "added"]


# --- Fields -------------------------------------------------------------------------------------


def test_only_what_differs_is_listed_and_both_languages_stand_side_by_side():
    event = make_event(title_vi="Hội nghị", title_en="Meeting", theme_en="Theme")
    found = told(compared(event, title_en="Annual meeting"))
    assert found == {"": {"Title": ["Hội nghị", "[-Meeting-]{+Annual meeting+}"]}}
    (section,) = compared(event, title_en="Annual meeting")
    assert [(cell.language, cell.kind) for cell in section.rows[0].cells] == [
        ("vi", "same"),
        ("en", "changed"),
    ]


def test_values_are_said_in_the_readers_words():
    event = make_event(kind="workshop", starts_on="2026-07-17", ends_on=None)
    changed = {"kind": "summit", "starts_on": "2026-09-02"}
    assert told(compared(event, **changed))[""] == {
        "Kind": ["[-workshop-]{+summit+}"],
        "Start": ["[-17 July 2026-]{+2 September 2026+}"],
    }
    with translation.override("vi"):
        assert told(compared(event, **changed))[""]["Bắt đầu"] == [
            "[-17 tháng 7 năm 2026-]{+2 tháng 9 năm 2026+}"
        ]


def test_numbers_are_written_as_the_language_does_and_equal_ones_do_not_differ():
    city = make_city(latitude="16.0470")
    assert compared(city, latitude="16.047") == []
    with translation.override("vi"):
        found = told(compared(city, latitude="17.5"))[""]
        assert list(found.values()) == [["[-16,047-]{+17,5+}"]]


def test_relations_are_said_by_name_and_lists_of_them_name_by_name():
    old, new = make_city(name_en="Old town"), make_city(name_en="New town")
    papers = [make_document(title_en=title) for title in ("Paper A", "Paper B")]
    project = make_project(city=old)
    before = snapshot.take(project) | {"documents": [str(papers[0].uid)]}
    after = before | {"city": str(new.uid), "documents": [str(papers[1].uid)]}
    found = told(comparing.compare(Project, before, after))[""]
    assert found["City"] == ["[-Old town-]{+New town+}"]
    assert found["Documents"] == ["[-Paper A\n-]{+Paper B\n+}"]


def test_a_deleted_row_is_called_what_the_history_calls_it(editor):
    town = make_city(name_en="Sunk town", state="draft")
    project = make_project()
    shape = snapshot.take(project)
    before = shape | {"city": str(town.uid)}
    services.delete(town, author=editor)
    found = told(comparing.compare(Project, before, shape))[""]["City"]
    assert "Sunk town (deleted)" in found[0]
    assert str(town.uid) not in found[0]


def test_an_older_form_is_compared_as_todays_models_take_it(monkeypatch):
    def renamed(label, shape):
        return {("title_en" if name == "name_en" else name): shape[name] for name in shape}

    event = make_event(title_en="Meeting")
    revision = services.revisions_of(event).get()
    revision.shape["name_en"] = revision.shape.pop("title_en")
    monkeypatch.setattr(shapes, "STEPS", {1: renamed})
    monkeypatch.setattr(shapes, "NUMBER", 2)
    assert comparing.compare(Event, revision.content, snapshot.take(event)) == []


# --- Parts --------------------------------------------------------------------------------------


@pytest.fixture
def partner():
    proposal = part(title_vi="Đèn", title_en="Lamps", year=2020, parts={"citations": cites()})
    return make_partner(parts={"proposals": proposal, "citations": cites()})


def test_parts_are_compared_by_what_they_are_and_named(partner):
    before, after = snapshot.take(partner), snapshot.take(partner)
    (shape,) = after["parts"]["proposals"].values()
    shape["summary_en"] = "They save power."
    (citation,) = shape["parts"]["citations"].values()
    citation["pages"] = "77"
    after["parts"]["citations"] = {}
    found = comparing.compare(Partner, before, after)
    cited, own = partner.proposals.get().citations.get(), partner.citations.get()
    assert [(section.title, section.kind) for section in found] == [
        ("Proposal “Lamps”", "changed"),
        (f"Proposal “Lamps”: Citation “{cited.source}, 77”", "changed"),
        (f"Citation “{own}”", "removed"),
    ]
    assert told(found)["Proposal “Lamps”"] == {"Summary": ["", "{+They save power.+}"]}


def test_a_part_that_came_is_said_in_full(partner):
    before, after = snapshot.take(partner), snapshot.take(partner)
    after["parts"]["proposals"] |= part(title_vi="Xe", title_en="Buses", year=2024)
    (section,) = comparing.compare(Partner, before, after)
    assert (section.title, section.kind) == ("Proposal “Buses”", "added")
    assert {row.label for row in section.rows} >= {"Title", "Year"}


def test_all_that_a_record_says_is_told_without_marks(partner):
    found = comparing.say_all(Partner, snapshot.take(partner))
    spans = [
        span
        for section in found
        for row in section.rows
        for cell in row.cells
        for span in cell.spans
    ]
    assert {span.kind for span in spans} == {"same"}
    assert {section.kind for section in found} == {"said"}
    assert not any(str(partner.uid) in span.text for span in spans)


def test_names_cost_one_query_a_model_however_many_are_named():
    counts = []
    for rows in (2, 12):
        citations = {}
        for number in range(rows):
            citations |= cites(make_source(title=f"Source {number}"))
        partner = make_partner(parts={"citations": citations})
        shape = snapshot.take(partner)
        with CaptureQueriesContext(connection) as queries:
            comparing.compare(Partner, shape | {"parts": {}}, shape)
        counts.append(len(queries))
    assert counts == [1, 1]


# --- Sentences ----------------------------------------------------------------------------------


def test_what_somebody_did_is_a_sentence(partner):
    before, after = snapshot.take(partner), snapshot.take(partner)
    after |= {"summary_vi": "Khác", "name_en": "Other", "name_vi": "Khác"}
    after["parts"]["citations"] |= cites() | cites()
    assert comparing.deeds(Partner, before, after) == (
        "changed name (Vietnamese and English), summary (Vietnamese) and added 2 citations"
    )
    assert comparing.deeds(Partner, before, before) == "changed nothing"


# --- Merging ------------------------------------------------------------------------------------


def merge(record, theirs: dict, mine: dict, **how):
    base = snapshot.take(record)
    return comparing.Merge(type(record), base, base | theirs, base | mine, **how)


def test_what_only_one_side_changed_is_taken_without_a_question():
    event = make_event(title_en="Meeting", venue_en="Here")
    merged = merge(event, {"title_en": "Their title"}, {"venue_en": "My place"})
    assert merged.conflicts() == []
    shape = merged.result({})
    assert (shape["title_en"], shape["venue_en"]) == ("Their title", "My place")
    assert list(told(merged.taken_from("theirs"))[""]) == ["Title"]
    assert list(told(merged.taken_from("mine"))[""]) == ["Venue"]


def test_what_both_changed_has_to_be_chosen():
    event = make_event(title_en="Meeting")
    merged = merge(event, {"title_en": "Their title"}, {"title_en": "My title"})
    (conflict,) = merged.conflicts()
    assert merged.result({conflict.key: "mine"})["title_en"] == "My title"
    assert merged.result({conflict.key: "theirs"})["title_en"] == "Their title"
    with pytest.raises(KeyError):
        merged.result({})


def test_what_both_changed_alike_is_no_conflict():
    event = make_event(title_en="Meeting")
    assert merge(event, {"title_en": "Same"}, {"title_en": "Same "}).conflicts() == []


def test_parts_that_either_added_are_both_kept(partner):
    base = snapshot.take(partner)
    theirs = {"parts": base["parts"] | {"citations": base["parts"]["citations"] | cites()}}
    mine = {"parts": base["parts"] | {"citations": base["parts"]["citations"] | cites()}}
    merged = merge(partner, theirs, mine)
    assert merged.conflicts() == []
    assert len(merged.result({})["parts"]["citations"]) == 3


def test_a_part_that_one_removed_and_the_other_changed_has_to_be_chosen(partner):
    base, changed = snapshot.take(partner), snapshot.take(partner)
    ((uid, shape),) = changed["parts"]["proposals"].items()
    shape["title_en"] = "Better lamps"
    gone = {"parts": base["parts"] | {"proposals": {}}}
    merged = merge(partner, gone, changed)
    (conflict,) = merged.conflicts()
    assert merged.result({conflict.key: "theirs"})["parts"]["proposals"] == {}
    kept = merged.result({conflict.key: "mine"})["parts"]["proposals"]
    assert kept[uid]["title_en"] == "Better lamps"
    (clash,) = comparing.clashes([conflict])
    assert clash.title == "Proposal “Better lamps”"
    assert [section.kind for section in clash.theirs] == ["removed", "removed"]
    assert told(clash.mine) == {"": {"Title": ["Đèn", "[-Lamps-]{+Better lamps+}"]}}


def test_who_writes_texts_alone_merges_texts_alone(partner):
    mine = {"parts": {"citations": {}, "proposals": {}}, "slug": "mine", "summary_en": "Mine"}
    merged = merge(partner, {}, mine, only_texts=True)
    shape = merged.result({})
    assert shape == snapshot.take(partner) | {"summary_en": "Mine"}


def test_each_revision_knows_what_it_was_made_from(editor):
    event = make_event()
    services.withdraw(event, author=editor, reason_vi="Sai", reason_en="Wrong")
    first, withdrawal = services.revisions_of(event).order_by("number")
    assert (withdrawal.action, withdrawal.based_on) == (Revision.Action.WITHDRAW, first)


def test_a_change_of_a_source_of_a_part_is_told_though_the_part_has_no_name():
    officer = part(role="csco", as_of="2026-01-01", parts={"citations": cites()})
    city = make_city(parts={"representatives": officer})
    before = snapshot.take(city)
    after = copy.deepcopy(before)
    (uid,) = officer
    (citation,) = after["parts"]["representatives"][uid]["parts"]["citations"].values()
    citation["pages"] = "77"
    (section,) = comparing.compare(type(city), before, after)
    assert section.title.startswith("Representative")
