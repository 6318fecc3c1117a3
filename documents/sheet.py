"""Draws record sheets: one A4 page of labelled rows as a tagged PDF, in the fonts of the site.

What a sheet says is gathered in `documents.views.sheet`. fpdf2 is loaded with the first one only.
"""

import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

from . import lettering

logger = logging.getLogger(__name__)

# As in static/css/tokens.css, in the light.
INK, MUTED, LINK = (22, 32, 44), (74, 85, 99), (27, 79, 156)
ACCENT, INDIGO, HAIRLINE = (163, 50, 31), (26, 42, 79), (217, 211, 196)

# Millimetres.
WIDTH, HEIGHT, SIDE, TOP, BOTTOM = 210, 297, 21, 16, 14
LABEL, GAP = 40, 6
BODY = SIDE + LABEL + GAP
POINT = 25.4 / 72
LEADING = 1.36

# Tried in this order until all is on one page: scale of the type, lines a row, letters a line.
WHOLE = 4_000  # more than any page holds
STEPS = (
    *((scale, WHOLE, WHOLE) for scale in (1, 0.95, 0.9, 0.85)),
    *((0.85, 16, 480), (0.85, 10, 320), (0.85, 6, 220), (0.8, 3, 140), (0.75, 2, 90)),
)


class MissingLetters(Exception):
    """A sheet holds letters that the fonts of the site do not have."""


@dataclass(frozen=True)
class Line:
    """A paragraph; `language` only where it is not the sheet's, `url` where it leads somewhere.

    A `mark`, as the number in a list, stands before it.
    """

    text: str
    language: str = ""
    url: str = ""
    is_quiet: bool = False
    mark: str = ""


@dataclass(frozen=True)
class Row:
    """What stands beside one label."""

    label: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Sheet:
    """All that a sheet says, in `language`; `more` is said where something had to be left out."""

    language: str
    portal: str
    heading: str
    warning: str
    remarks: tuple[str, ...]
    kind: str
    title: str
    status: str
    rows: tuple[Row, ...]
    foot: tuple[Line, ...]
    more: str
    subject: str
    dated_at: datetime


# To draw one takes 45 ms; those last asked for are at hand, at 30 KB each.
@lru_cache(maxsize=64)
def draw(sheet: Sheet, *, strict: bool = False) -> bytes:
    """`sheet` as a PDF of one page: smaller, then shortened, until it fits; always the same bytes.

    A letter that the fonts lack is replaced and logged; where `strict`, raises MissingLetters.
    """
    if missing := lettering.missing_letters(" ".join(texts_of(sheet))):
        if strict:
            raise MissingLetters("".join(sorted(missing)))
        logger.error("The fonts lack letters of “%s”: %s", sheet.title, "".join(sorted(missing)))
    sheet = with_texts(sheet, lettering.printable)
    for scale, lines, letters in STEPS:
        drawing = Drawing(shortened(sheet, lines, letters), scale)
        if drawing.is_on_one_page():
            break
    return bytes(drawing.pdf.output())


# --- Texts ---------------------------------------------------------------------------------------


def with_texts(sheet: Sheet, change) -> Sheet:
    """`sheet` with `change` made to every text that is printed."""

    def line(old: Line) -> Line:
        return replace(old, text=change(old.text))

    return replace(
        sheet,
        **{name: change(getattr(sheet, name)) for name in PLAIN},
        remarks=tuple(map(change, sheet.remarks)),
        rows=tuple(Row(change(row.label), tuple(map(line, row.lines))) for row in sheet.rows),
        foot=tuple(map(line, sheet.foot)),
    )


PLAIN = ("portal", "heading", "warning", "kind", "title", "status", "more")


def texts_of(sheet: Sheet) -> list[str]:
    """Every text that is printed."""
    texts = []
    with_texts(sheet, lambda text: texts.append(text) or text)
    return texts


def shortened(sheet: Sheet, lines: int, letters: int) -> Sheet:
    """`sheet` with at most so many lines a row and letters a line; says so where that cut it."""

    def row(old: Row) -> Row:
        rest = (Line("…"),) if len(old.lines) > lines else ()
        kept = (replace(line, text=cut(line.text, letters)) for line in old.lines[:lines])
        return Row(old.label, (*kept, *rest))

    rows = tuple(map(row, sheet.rows))
    if rows == sheet.rows:
        return sheet
    return replace(sheet, rows=rows, foot=(*sheet.foot, Line(sheet.more)))


def cut(text: str, letters: int) -> str:
    """The beginning of `text` up to the end of a word, with an ellipsis if it goes on."""
    if len(text) <= letters:
        return text
    return text[: letters - 1].rsplit(" ", 1)[0].rstrip(" .,;:") + "…"


# --- Drawing -------------------------------------------------------------------------------------


class Drawing:
    """A sheet on a page, all type in `scale`; `pdf` is fpdf2's document.

    Each paragraph is tagged with its role and language, in reading order; lines are artifacts.
    fpdf2 tags nothing but pictures by itself, so this builds on its structure tree.
    """

    def __init__(self, sheet: Sheet, scale: float):
        self.sheet, self.scale = sheet, scale
        self.pdf = new_pdf(sheet)
        self.head()
        self.masthead_of_document()
        for row in sheet.rows:
            if self.pdf.y < HEIGHT:  # what lies below the page has not to be drawn to see that
                self.row(row)
        self.end = self.pdf.y
        self.foot()

    def is_on_one_page(self) -> bool:
        """Whether the rows end above the foot."""
        return self.end + self.mm(4) <= self.foot_begins

    def mm(self, length: float) -> float:
        """A distance that shrinks with the type."""
        return length * self.scale

    def head(self):
        """Whose sheet this is, and plainly what it is not."""
        pdf, middle = self.pdf, WIDTH / 2
        pdf.set_y(TOP)
        self.text(self.sheet.portal, "bold", 9, INDIGO, width=middle + 20 - SIDE)
        end = pdf.y
        pdf.set_y(TOP)
        self.text(self.sheet.heading, "text", 9, MUTED, x=middle + 20, align="R")
        pdf.y = max(end, pdf.y) + 1.5
        self.rule(pdf.y, INDIGO, 0.6)
        pdf.y += self.mm(5)
        begins = pdf.y
        self.text(self.sheet.warning, "bold", 11.5, INK, x=SIDE + 5)
        for remark in self.sheet.remarks:
            self.text(remark, "text", 10, INK, x=SIDE + 5)
        with self.artifact():
            pdf.set_fill_color(*ACCENT)
            pdf.rect(SIDE, begins + 0.4, 1.2, pdf.y - begins - 0.8, style="F")
        pdf.y += self.mm(7)

    def masthead_of_document(self):
        """Kind, title and status."""
        title = self.sheet.title
        self.text(self.sheet.kind, "text", 10, MUTED)
        size = 21 if len(title) <= 120 else 15
        self.text(title, "title", size, INDIGO, role="H1", leading=1.2)
        self.pdf.y += self.mm(1)
        self.text(self.sheet.status, "bold", 10.5, INK)
        self.pdf.y += self.mm(4)

    def row(self, row: Row):
        """A label and beside it its lines, below a hairline."""
        pdf = self.pdf
        self.rule(pdf.y, HAIRLINE, 0.25)
        begins = pdf.y + self.mm(1.3)
        pdf.y = begins
        # As high as a line beside it, so that both stand on one line.
        self.text(row.label, "text", 9, MUTED, role="H2", width=LABEL, leading=LEADING * 10 / 9)
        ends = pdf.y
        pdf.y = begins
        for number, line in enumerate(row.lines):
            if number and line.url and not line.is_quiet:  # another meeting, version or document
                pdf.y += self.mm(1.2)
            self.line(line)
        pdf.y = max(ends, pdf.y) + self.mm(1.3)

    def line(self, line: Line):
        """One line of a row."""
        size, colour = (8.5, MUTED) if line.is_quiet else (10, INK)
        self.text(
            line.text,
            "text",
            size,
            LINK if line.url and not line.is_quiet else colour,
            x=BODY,
            language=line.language,
            url=line.url,
            mark=line.mark,
        )

    def foot(self):
        """Where the record stands and how old this is, at the foot of the page."""
        pdf = self.pdf
        height = sum(self.height(line.text, 9) for line in self.sheet.foot)
        self.foot_begins = HEIGHT - BOTTOM - height - 2
        self.rule(self.foot_begins, INDIGO, 0.3)
        pdf.y = self.foot_begins + 2
        for line in self.sheet.foot:
            self.text(line.text, "text", 9, LINK if line.url else MUTED, url=line.url)

    def text(
        self,
        text: str,
        face: str,
        size: float,
        colour: tuple,
        *,
        x: float = SIDE,
        width: float = 0,
        align: str = "L",
        role: str = "P",
        language: str = "",
        url: str = "",
        mark: str = "",
        leading: float = LEADING,
    ):
        """Print a paragraph at the present height, `x` from the left; sizes are in points."""
        pdf = self.pdf
        pdf.set_font(face, size=size * self.scale)
        pdf.set_text_color(*colour)
        pdf.set_x(x)
        height = size * self.scale * POINT * leading
        with self.tagged(role, language):
            if mark:
                pdf.cell(self.mm(5), height, mark)
            pdf.multi_cell(
                width or WIDTH - SIDE - pdf.x,
                height,
                text,
                align=align,
                link=url,
                new_x="LEFT",
                new_y="NEXT",
            )

    def height(self, text: str, size: float) -> float:
        """How high a paragraph of the page's whole width is."""
        self.pdf.set_font("text", size=size * self.scale)
        line = size * self.scale * POINT * LEADING
        return self.pdf.multi_cell(
            WIDTH - 2 * SIDE, line, text, align="L", dry_run=True, output="HEIGHT"
        )

    def rule(self, y: float, colour: tuple, thickness: float):
        """A line across the page."""
        with self.artifact():
            self.pdf.set_draw_color(*colour)
            self.pdf.set_line_width(thickness)
            self.pdf.line(SIDE, y, WIDTH - SIDE, y)

    @contextmanager
    def tagged(self, role: str, language: str) -> Iterator[None]:
        """What is printed within is a paragraph or heading for those who hear the page."""
        pdf = self.pdf
        number = pdf.struct_builder.next_mcid_for_page(pdf.page)
        pdf._add_marked_content(struct_type=f"/{role}", mcid=number)
        of_language = f" /Lang ({language})" if language else ""
        pdf._out(f"/{role} <</MCID {number}{of_language}>> BDC")
        yield
        pdf._out("EMC")

    @contextmanager
    def artifact(self) -> Iterator[None]:
        """What is drawn within says nothing."""
        self.pdf._out("/Artifact BMC")
        yield
        self.pdf._out("EMC")


def new_pdf(sheet: Sheet):
    """fpdf2's document with one empty page, the fonts, and what programs read of it."""
    from fpdf import FPDF
    from fpdf.fonts import TTFFont
    from fpdf.prefs import ViewerPreferences

    pdf = FPDF(format="A4")
    pdf.set_title(f"{sheet.title} – {sheet.heading}")
    pdf.set_author(sheet.portal)
    pdf.set_subject(sheet.subject)
    pdf.set_lang(sheet.language)
    pdf.set_creation_date(sheet.dated_at)  # not the present moment: the same record, the same file
    pdf.viewer_preferences = ViewerPreferences(display_doc_title=True)
    pdf.set_auto_page_break(False)
    pdf.set_margin(0)
    pdf.c_margin = 0
    pdf.add_page()
    for face in lettering.FACES:  # add_font takes nothing but names of files
        pdf.fonts[face] = TTFFont(pdf, io.BytesIO(lettering.font(face)), face, "")
    return pdf
