"""A question as a page or the API gets it: checked, understood, answered."""

import unicodedata
from dataclasses import dataclass

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from ascn_portal.bilingual.folding import fold

from .models import MissedQuery
from .query import LONGEST_QUESTION, MOST_WORDS, Query, likeliest, understand
from .results import Found, find

LONGEST_MISSED = 100  # characters
MOST_MISSED = 5_000  # different questions: programs that try words must not fill the database
MOST_DIGITS = 5  # more may be a telephone number


@dataclass
class Answer:
    """What came of a question: why it cannot be answered, or what was found."""

    question: str
    problem: str = ""
    query: Query | None = None
    found: Found | None = None

    @property
    def total(self) -> int:
        """How many things were found; at least so many, where `found.is_cut`."""
        return len(self.found.hits) if self.found else 0


def ask(question: str, language: str, filters: dict | None = None, *, begins=False) -> Answer:
    """The answer to `question` for a reader of `language`.

    With `begins` it is still being typed: only names are looked at.
    """
    question = readable(question)
    if not question:
        return Answer("")
    if problem := what_is_wrong(question):
        return Answer(question, problem)
    query = understand(question, begins=begins)
    if query.only_stop_words or not query.groups:
        return Answer(question, nothing_to_look_for(query), query)
    return Answer(question, query=query, found=find(query, language, filters, only_names=begins))


def readable(text: str) -> str:
    """`text` in one line, without signs that cannot be seen: controls, overrides of direction."""
    kinds = ((letter, unicodedata.category(letter)) for letter in text)
    kept = (" " if kind == "Cc" else letter for letter, kind in kinds if kind not in {"Cf", "Cs"})
    return " ".join("".join(kept).split())


def what_is_wrong(question: str) -> str:
    """Why `question` cannot be looked up, in one sentence; "" if it can."""
    if len(question) > LONGEST_QUESTION:
        return _("Please search for at most %(count)d characters.") % {"count": LONGEST_QUESTION}
    words = fold(question)
    if not words:
        return _("Please write at least one letter or digit.")
    if len(words) > MOST_WORDS:
        return _("Please search for at most %(count)d words.") % {"count": MOST_WORDS}
    return ""


def nothing_to_look_for(query: Query) -> str:
    """What to write instead of a question that leaves nothing to look for."""
    if query.only_stop_words:
        return _("These words stand in almost every text. Please add a name or a subject.")
    return _("Words after a minus sign are left out. Please write what should be found, too.")


def nearest_question(answer: Answer, language: str, filters: dict | None = None) -> str:
    """A spelling of the question by which something is found, "" if none is near."""
    words = list(fold(answer.question))
    for word in answer.query.unknown:
        near = next(iter(likeliest(word, mistakes=2)), "")
        words = [near if other == word else other for other in words]
    other = " ".join(filter(None, words))
    if not answer.query.unknown or not other or other == " ".join(fold(answer.question)):
        return ""
    return other if ask(other, language, filters).total else ""


def count_missed(question: str):
    """Count a question that found nothing, for staff; what may name a person is not kept."""
    words = " ".join(fold(question))[:LONGEST_MISSED]
    if "@" in question or sum(letter.isdigit() for letter in question) > MOST_DIGITS:
        return
    today = timezone.localdate()
    counted = MissedQuery.objects.filter(words=words).update(count=F("count") + 1, last_on=today)
    if not counted and MissedQuery.objects.count() < MOST_MISSED:
        MissedQuery.objects.get_or_create(words=words, defaults={"count": 1, "last_on": today})
