"""Word files (DOCX)."""

from answers import Refused
from first_bytes import head_of, kind_of
from package import Gatherer, gather, open_package, parse, split_pages, text_under
from text import clean, guess_language, in_one_line

MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
NOTES = {
    "footnoteReference": "wordprocessingml.footnotes+xml",
    "endnoteReference": "wordprocessingml.endnotes+xml",
}


def inspect(path: str) -> dict:
    """Parses the whole text, so that a file that Word could not open is refused."""
    found = read(path)
    return {"pages": found["pages"]}


def read(path: str) -> dict:
    """Text and title; pages as Word broke them when it saved the file."""
    with open_package(path) as archive:
        parts = parts_by_type(archive)
        if MAIN not in parts or parts[MAIN] not in archive.namelist():
            is_macro = any("macroEnabled" in content_type for content_type in parts)
            raise Refused("lying", found="docm" if is_macro else kind_of(head_of(path)))
        notes = {mark: notes_in(archive, kind, parts) for mark, kind in NOTES.items()}
        text = gather(archive, parts[MAIN], body(notes))
        properties = {
            name: text_under(parse(archive.read(part)), tag)
            for name, part, tag in [
                ("title", "docProps/core.xml", "title"),
                ("pages", "docProps/app.xml", "Pages"),
            ]
            if part in archive.namelist()
        }
    split, count = split_pages(text, properties.get("pages", ""))
    pages = [clean(page) for page in split]
    return {
        "pages": count,
        "text_by_page": pages,
        "inner_title": in_one_line(properties.get("title", ""), 300),
        "guessed_language": guess_language(pages),
        "is_searchable": any(pages),
    }


def parts_by_type(archive) -> dict[str, str]:
    """Names of the parts of the package by their content type."""
    if "[Content_Types].xml" not in archive.namelist():
        return {}
    types = parse(archive.read("[Content_Types].xml"))
    return {
        override.get("ContentType", ""): override.get("PartName", "").removeprefix("/")
        for override in types
        if override.get("PartName")
    }


def body(notes: dict[str, dict[str, str]]) -> Gatherer:
    """What gathers the text, with each note where it is referred to."""
    marks = {
        "tab": lambda _attributes: "\t",
        "br": lambda _attributes: "\n",
        "cr": lambda _attributes: "\n",
        "noBreakHyphen": lambda _attributes: "\u2011",
        "lastRenderedPageBreak": lambda _attributes: "\f",
    }
    for mark, texts in notes.items():
        marks[mark] = lambda attributes, texts=texts: f" [{texts.get(id_in(attributes), '')}] "
    # Fallback repeats a text box for old programs; pPr and rPr describe tabs, moveFrom is gone.
    return Gatherer({"t"}, {"p"}, {"Fallback", "moveFrom", "pPr", "rPr"}, marks)


def notes_in(archive, kind: str, parts: dict[str, str]) -> dict[str, str]:
    """The notes of the part whose content type ends so, by their id."""
    name = next((part for type_, part in parts.items() if type_.endswith(kind)), "")
    if name not in archive.namelist():
        return {}
    heads = dict.fromkeys(["footnote", "endnote"], lambda attributes: f"\f{id_in(attributes)}\n")
    text = gather(archive, name, Gatherer({"t"}, {"p"}, {"Fallback", "pPr", "rPr"}, heads))
    notes = (note.partition("\n") for note in text.split("\f"))
    return {number: " ".join(words.split()) for number, _line, words in notes}


def id_in(attributes: dict) -> str:
    """The id among attributes, whatever namespace Word wrote it in."""
    return next((value for name, value in attributes.items() if name.endswith("}id")), "")
