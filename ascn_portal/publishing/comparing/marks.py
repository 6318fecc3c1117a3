"""What differs between two texts, marked word by word."""

import re
from difflib import SequenceMatcher
from typing import NamedTuple

TOKEN = re.compile(r"\w+\s*|[^\w\s]\s*|\s+")
PARAGRAPH = re.compile(r".+\n*|\n+")
# Where fewer of the words are common, one text is shown after the other.
LEAST_COMMON = 0.35
# Longer paragraphs are not compared by words: that takes the square of their number.
MOST_TOKENS = 4_000


class Span(NamedTuple):
    """A stretch of text that is "same", "removed" or "added", or "skipped" and left out."""

    kind: str
    text: str


def mark(before: str, after: str) -> list[Span]:
    """Two texts as one, with what was removed and added. Of the same only what stands beside."""
    old, new = PARAGRAPH.findall(before), PARAGRAPH.findall(after)
    spans = []
    for kind, old_start, old_end, new_start, new_end in opcodes(old, new):
        if kind == "equal":
            spans += beside(new[new_start:new_end], new_start == 0, new_end == len(new))
        else:
            spans += mark_words("".join(old[old_start:old_end]), "".join(new[new_start:new_end]))
    if before != after and all(span.kind in {"same", "skipped"} for span in spans):
        return replaced(before, after)  # blanks differ, words do not
    return spans


def mark_names(before: list[str], after: list[str]) -> list[Span]:
    """Two lists of names, one name a line: those that went, came and stayed."""
    went = [Span("removed", f"{name}\n") for name in before if name not in after]
    came = [Span("added", f"{name}\n") for name in after if name not in before]
    stayed = [Span("same", f"{name}\n") for name in after if name in before]
    return [*went, *came, *stayed]


def replaced(before: str, after: str) -> list[Span]:
    """One text after the other."""
    return [Span(kind, text) for kind, text in (("removed", before), ("added", after)) if text]


def opcodes(old: list[str], new: list[str]) -> list[tuple]:
    return SequenceMatcher(None, old, new, autojunk=False).get_opcodes()


def mark_words(before: str, after: str) -> list[Span]:
    """The words of `before` that are not in `after`, and the other way round."""
    old, new = TOKEN.findall(before), TOKEN.findall(after)
    if max(len(old), len(new)) > MOST_TOKENS:
        return replaced(before, after)
    words = [token.strip() for token in old], [token.strip() for token in new]
    matcher = SequenceMatcher(None, *words, autojunk=False)
    if matcher.ratio() < LEAST_COMMON:
        return replaced(before, after)
    spans = []
    for kind, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        was, now = "".join(old[old_start:old_end]), "".join(new[new_start:new_end])
        spans += [Span("same", now)] if kind == "equal" else replaced(was, now)
    return in_stretches(spans)


def in_stretches(spans: list[Span]) -> list[Span]:
    """`spans` with each change in one stretch, though a comma in its midst is the same."""
    found, removed, added = [], "", ""
    for place, span in enumerate(spans):
        is_between = 0 < place < len(spans) - 1
        if span.kind == "same" and (re.search(r"\w", span.text) or not is_between):
            found += [*replaced(removed, added), span]
            removed = added = ""
        else:
            removed += span.text if span.kind != "added" else ""
            added += span.text if span.kind != "removed" else ""
    return [*found, *replaced(removed, added)]


def beside(paragraphs: list[str], is_first: bool, is_last: bool) -> list[Span]:
    """Of paragraphs that are the same, those beside a change, or the first; others are skipped."""
    head = [] if is_first and not is_last else paragraphs[:1]
    tail = [] if is_last else paragraphs[len(head) :][-1:]
    if len(head) + len(tail) == len(paragraphs):
        return [Span("same", "".join(paragraphs))]
    spans = [Span("same", "".join(head)), Span("skipped", ""), Span("same", "".join(tail))]
    return [span for span in spans if span.text or span.kind == "skipped"]
