"""The mail to staff: one a day at most, in their language, only with news; nothing is lost."""

from datetime import datetime, timedelta
from smtplib import SMTPServerDisconnected

import pytest
from django.conf import settings
from django.core import mail
from django.utils import timezone

from ascn_portal.publishing import digest, services, translations
from ascn_portal.publishing.models import Translation
from ascn_portal.publishing.tasks import send_digests
from cities.models import City
from tests.factories import make_city, make_staff

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 12, 1, 7, 30, tzinfo=timezone.get_default_timezone())
NEXT_MORNING = MORNING + timedelta(days=1)


@pytest.fixture(autouse=True)
def with_a_mail_server(settings):
    settings.SENDS_MAIL = True


def person(name, role, **fields):
    fields = {"email": f"{name}@staff.example", "language": "en"} | fields
    return make_staff(role, name, **fields)


def submitted(author, city=None):
    city = city or make_city()
    shape = services.draft_of(city) | {"name_en": "New name"}
    return services.submit(services.save(type(city), city.uid, shape, author=author), by=author)


def ask(user, due_on=None) -> Translation:
    city = make_city(vision_vi="Tầm nhìn")
    row = Translation.objects.get(card__uid=city.uid, language="en")
    translations.assign(Translation.objects.filter(pk=row.pk), user, due_on=due_on)
    return row


def test_who_has_something_waiting_is_told_with_links(settings):
    settings.PUBLIC_ORIGIN = "https://ascn.example"
    translator = person("translator", "Translator")
    row = ask(translator)
    assert digest.send_digests(MORNING) == 1
    (letter,) = mail.outbox
    assert letter.to == ["translator@staff.example"]
    assert letter.subject == "ASCN portal: what waits for you"
    assert letter.message()["Auto-Submitted"] == "auto-generated"
    assert f"https://ascn.example/admin/publishing/translation/{row.pk}/change/" in letter.body
    assert row.card.title_en in letter.body
    assert "&#" not in letter.body


def test_reviews_and_returned_drafts_are_told_to_whom_they_concern():
    editor, approver = person("editor-1", "Editor"), person("approver-1", "Approver")
    revision = submitted(editor)
    assert digest.send_digests(MORNING) == 1
    assert mail.outbox[0].to == [approver.email]
    services.send_back(revision, by=approver, reason="The date differs")
    digest.send_digests(NEXT_MORNING)
    assert mail.outbox[1].to == [editor.email]
    assert "The date differs" in mail.outbox[1].body
    assert len(mail.outbox) == 2


def test_who_is_asked_to_review_is_told_and_all_are_once_they_may_no_longer():
    editor = person("editor-1", "Editor")
    asked, other = person("approver-1", "Approver"), person("approver-2", "Approver")
    city = make_city()
    draft = services.save(City, city.uid, services.draft_of(city), author=editor)
    services.submit(draft, by=editor, reviewer=asked)
    digest.send_digests(MORNING)
    assert [letter.to for letter in mail.outbox] == [[asked.email]]
    asked.is_active = False
    asked.save()
    digest.send_digests(NEXT_MORNING)
    assert [letter.to for letter in mail.outbox[1:]] == [[other.email]]


def test_the_mail_is_in_the_language_of_its_reader():
    ask(person("translator", "Translator", language="vi"))
    digest.send_digests(MORNING)
    (letter,) = mail.outbox
    assert letter.subject == "Cổng ASCN: việc đang chờ bạn"
    assert "Tiếng Anh" in letter.body or "tiếng Anh" in letter.body


def test_one_mail_a_day_however_often_the_task_runs():
    translator = person("translator", "Translator")
    ask(translator)
    assert [digest.send_digests(MORNING) for _time in range(3)] == [1, 0, 0]
    ask(translator)
    assert digest.send_digests(MORNING + timedelta(hours=5)) == 0
    assert digest.send_digests(NEXT_MORNING) == 1


def test_who_was_sent_nothing_in_the_morning_hears_of_what_comes_later_that_day():
    translator = person("translator", "Translator")
    assert digest.send_digests(MORNING) == 0
    ask(translator)
    assert digest.send_digests(MORNING + timedelta(hours=3)) == 1


def test_nothing_new_is_no_mail():
    ask(person("translator", "Translator"))
    digest.send_digests(MORNING)
    assert digest.send_digests(NEXT_MORNING) == 0


def test_what_becomes_due_is_news():
    translator = person("translator", "Translator")
    ask(translator, due_on=NEXT_MORNING.date())
    assert digest.send_digests(MORNING) == 1
    assert digest.send_digests(NEXT_MORNING) == 1
    assert digest.send_digests(NEXT_MORNING + timedelta(days=1)) == 0


def test_nobody_is_mailed_at_night():
    ask(person("translator", "Translator"))
    assert digest.send_digests(MORNING - timedelta(hours=1)) == 0
    assert digest.send_digests(MORNING) == 1


def test_who_has_no_address_or_no_account_any_longer_gets_none():
    ask(person("one", "Translator", email=""))
    ask(person("two", "Translator", is_active=False))
    ask(person("three", "Translator", is_staff=False))
    assert digest.send_digests(MORNING) == 0


def test_without_a_mail_server_nothing_is_sent(settings):
    settings.SENDS_MAIL = False
    ask(person("translator", "Translator"))
    assert digest.send_digests(MORNING) == 0
    settings.SENDS_MAIL = True
    assert digest.send_digests(MORNING) == 1


def test_a_mail_that_failed_is_sent_the_next_time_and_hinders_no_other(monkeypatch, caplog):
    ask(person("first", "Translator"))
    ask(person("second", "Translator"))
    send = mail.EmailMessage.send

    def refuse_first(letter, *args, **kwargs):
        if letter.to == ["first@staff.example"]:
            raise SMTPServerDisconnected
        return send(letter, *args, **kwargs)

    monkeypatch.setattr(mail.EmailMessage, "send", refuse_first)
    assert digest.send_digests(MORNING) == 1
    assert "it is tried again" in caplog.text
    assert "staff.example" not in caplog.text
    monkeypatch.undo()
    assert digest.send_digests(MORNING) == 1
    assert [letter.to for letter in mail.outbox] == [
        ["second@staff.example"],
        ["first@staff.example"],
    ]


def test_the_timetable_names_the_task():
    names = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert send_digests.name in names
