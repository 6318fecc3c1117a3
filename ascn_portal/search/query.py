"""What a reader typed, as an expression over the words that the record holds.

Each word is taken as it is if some text holds it; else as a name without blanks, as the
beginning of words, as mistyped. Only words of the index reach the database's own search.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from itertools import islice, pairwise, product

from django.db.models.functions import Length
from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from ascn_portal.bilingual.folding import words_of

from .engine import ACCENTED, STEMMED, WORDS, Expression, Phrase, look_up
from .models import SearchWord
from .stemming import stem
from .synonyms import SYNONYMS

LONGEST_QUESTION = 200  # characters
MOST_WORDS = 20
MOST_BEGINNINGS = 40  # words that begin as one that was typed
LEAST_LETTERS_MISTYPED = 5
MOST_READINGS = 4  # of one question, to compare with names
# Left out where other words are asked for; Vietnamese ones only as written with their marks.
STOP_WORDS = frozenset(
    (  # noqa: SIM905  forty words are easier to read so
        "a an and are at by for from how in is of on or that the to was what when where which who"
        " with và của các những là cho trong về với được tại có"
    ).split()
)
PIECE = re.compile(r'(?P<sign>(?<!\S)-)?(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))')


@dataclass
class Group:
    """One word or quoted phrase of a question: any of `phrases` answers it.

    `readings` are the words that it may mean, folded, for the comparison with names;
    `instead_of` is what was typed where that is in no text.
    """

    phrases: list[Phrase]
    readings: list[str]
    instead_of: str = ""
    word: str = ""  # as it was typed, folded; "" of a phrase


@dataclass
class Query:
    """A question understood: `groups` must all be answered, `without` must not.

    `typed` are its words with their marks as `folding.accent` writes them. A word in `unknown`
    is in no text, nor is one like it.
    """

    groups: list[Group] = field(default_factory=list)
    without: list[Phrase] = field(default_factory=list)
    typed: list[str] = field(default_factory=list)
    has_marks: bool = False
    unknown: list[str] = field(default_factory=list)
    only_stop_words: bool = False
    begins: bool = False  # the last word may go on

    @property
    def expression(self) -> Expression:
        """What the database is asked for."""
        groups = tuple(tuple(group.phrases) for group in self.groups)
        return Expression(groups, tuple(self.without))

    @property
    def readings(self) -> list[str]:
        """The question in folded words, in each way that it can be read, the likeliest first."""
        ways = product(*(group.readings for group in self.groups))
        return [" ".join(way) for way in islice(ways, MOST_READINGS)]


class Piece:
    """A word or a quoted phrase as it was typed, with its words."""

    def __init__(self, match):
        self.is_phrase = match["phrase"] is not None
        self.is_left_out = bool(match["sign"])
        self.text = match["phrase"] if self.is_phrase else match["word"]
        self.words = words_of(self.text)

    def stop_words(self) -> int:
        """How many of its words are asked for by nobody."""
        if self.is_phrase:
            return 0
        typed = (self.text[word.start : word.end].casefold() for word in self.words)
        return sum(word in STOP_WORDS for word in typed)


def understand(question: str, *, begins: bool = False) -> Query:
    """What `question` asks for; with `begins` its last word may be the beginning of one."""
    pieces = [Piece(match) for match in PIECE.finditer(unicodedata.normalize("NFC", question))]
    wanted = [piece for piece in pieces if piece.words and not piece.is_left_out]
    spoken = [piece for piece in wanted if piece.stop_words() < len(piece.words)]
    query = Query(begins=begins, only_stop_words=bool(wanted) and not spoken)
    words = [word for piece in spoken for word in piece.words]
    query.typed = [word.accented or word.folded for word in words]
    query.has_marks = any(word.accented for word in words)
    query.without = [phrase_of(piece) for piece in pieces if piece.is_left_out and piece.words]
    vocabulary = Vocabulary([word.folded for word in words])
    for piece in spoken:
        if piece.is_phrase:
            text = " ".join(word.folded for word in piece.words)
            query.groups.append(Group([phrase_of(piece)], [text]))
        else:
            query.groups += [
                group_of(word.folded, vocabulary, query, begins=begins and word is words[-1])
                for word in piece.words
            ]
    add_joined(query.groups, vocabulary)
    return query


def phrase_of(piece: Piece) -> Phrase:
    """A piece as it stands: with its marks where it has any."""
    if any(word.accented for word in piece.words):
        return Phrase(tuple(word.accented or word.folded for word in piece.words), ACCENTED)
    return Phrase(tuple(word.folded for word in piece.words))


class Vocabulary:
    """What the index knows of the words of one question, read at once."""

    def __init__(self, words: list[str]):
        joined = {first + second for first, second in pairwise(words)}
        asked = {*words, *joined, *map(stem, words)}
        rows = SearchWord.objects.filter(word__in=asked).values_list("word", "split", "count")
        self.rows = {word: (split, count) for word, split, count in rows}

    def is_word(self, word: str) -> bool:
        """Whether some text holds it."""
        return self.rows.get(word, ("", 0))[1] > 0

    def split(self, word: str) -> str:
        """The name that is written so without blanks, "" if there is none."""
        return self.rows.get(word, ("", 0))[0]


def group_of(word: str, vocabulary: Vocabulary, query: Query, *, begins: bool) -> Group:
    """How one folded word is looked for."""
    group = Group([], [], word=word)
    if vocabulary.is_word(word):
        add(group, word)
    if vocabulary.split(word):
        add(group, vocabulary.split(word))
    for meaning in SYNONYMS.get(word, ()):
        add(group, meaning)
    root = stem(word)
    if group.phrases or vocabulary.is_word(root):
        group.phrases.append(Phrase((root,), STEMMED))
        if vocabulary.is_word(root):
            add(group, root)
    if begins or not group.phrases:
        for other in beginning_with(word):
            add(group, other)
    if not group.phrases and (near := [other for other in likeliest(word) if is_shown(other)]):
        group.instead_of = word
        for other in near:
            add(group, other)
    if not group.phrases:
        query.unknown.append(word)
        add(group, word)
    if begins and not group.instead_of:
        group.phrases.append(Phrase((word,), begins=True))
        group.readings = [word, *(other for other in group.readings if other != word)]
    return group


def is_shown(reading: str) -> bool:
    """Whether readers see a text that holds it: the vocabulary knows of hidden ones, too."""
    expression = Expression(((Phrase(tuple(reading.split())),),))
    return bool(look_up(WORDS, expression, 1, ["id"]))


def add(group: Group, reading: str):
    """Let `reading`, one folded word or more, answer a group."""
    phrase = Phrase(tuple(reading.split()))
    if phrase not in group.phrases:
        group.phrases.append(phrase)
        group.readings.append(reading)


def add_joined(groups: list[Group], vocabulary: Vocabulary):
    """Let "da nang" find "Danang" too, where a text writes it so."""
    for first, second in pairwise(groups):
        joined = first.word + second.word
        if first.word and second.word and vocabulary.is_word(joined):
            first.phrases.append(Phrase((joined,)))
            second.phrases.append(Phrase((joined,)))


def beginning_with(word: str) -> list[str]:
    """Words and names without blanks that begin with `word`, the commonest first."""
    if len(word) < 2:
        return []
    rows = SearchWord.objects.filter(word__startswith=word).order_by("-count", "word")
    found = [row.split or row.word for row in rows[:MOST_BEGINNINGS]]
    # A name whose first word begins so is found by that word already.
    return [other for other in found if other.partition(" ")[0] not in found or " " not in other]


def likeliest(word: str, mistakes: int = 1) -> list[str]:
    """Words that differ from `word` in a letter, or two that changed places; commonest first.

    Words of fewer than five letters are not taken for mistyped.
    """
    if len(word) < LEAST_LETTERS_MISTYPED:
        return []
    lengths = (len(word) - mistakes, len(word) + mistakes)
    rows = SearchWord.objects.annotate(length=Length("word")).filter(length__range=lengths)
    known = {
        row: (count, split) for row, count, split in rows.values_list("word", "count", "split")
    }
    near = extract(word, list(known), scorer=OSA.distance, score_cutoff=mistakes, limit=10)
    near.sort(key=lambda found: (found[1], -known[found[0]][0], found[0]))
    return [known[found][1] or found for found, _distance, _place in near[:MOST_READINGS]]
