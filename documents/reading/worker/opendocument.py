"""OpenDocument texts (ODT)."""

from answers import Refused
from first_bytes import head_of, kind_of
from package import Gatherer, gather, open_package, parse, split_pages, text_under
from text import clean, guess_language, in_one_line

MEDIA_TYPE = b"application/vnd.oasis.opendocument.text"
MOST_SPACES = 100


def inspect(path: str) -> dict:
    """Parses the whole text, so that a file that no program could open is refused."""
    found = read(path)
    return {"pages": found["pages"]}


def read(path: str) -> dict:
    """Text and title; pages as the program that saved the file broke them."""
    with open_package(path) as archive:
        names = archive.namelist()
        if names[0] != "mimetype" or archive.read("mimetype").strip() != MEDIA_TYPE:
            raise Refused("lying", found=kind_of(head_of(path)))
        if "content.xml" not in names:
            raise Refused("cut")
        if "META-INF/manifest.xml" in names and is_locked(archive.read("META-INF/manifest.xml")):
            raise Refused("locked")
        meta = parse(archive.read("meta.xml")) if "meta.xml" in names else parse(b"<meta/>")
        text = gather(archive, "content.xml", body())
    split, count = split_pages(text, page_count(meta))
    pages = [clean(page) for page in split]
    return {
        "pages": count,
        "text_by_page": pages,
        "inner_title": in_one_line(text_under(meta, "title"), 300),
        "guessed_language": guess_language(pages),
        "is_searchable": any(pages),
    }


def is_locked(manifest: bytes) -> bool:
    """Whether the manifest says that parts are encrypted."""
    return any(element.tag.endswith("}encryption-data") for element in parse(manifest).iter())


def page_count(meta) -> str:
    """How many pages the program that saved the file counted, or ""."""
    counts = (
        value
        for element in meta.iter()
        for name, value in element.items()
        if name.endswith("}page-count")
    )
    return next(counts, "")


def body() -> Gatherer:
    """What gathers the text; comments and what was deleted under tracked changes stay out."""
    marks = {
        "tab": lambda _attributes: "\t",
        "line-break": lambda _attributes: "\n",
        "s": spaces,
        "soft-page-break": lambda _attributes: "\f",
    }
    return Gatherer({"p", "h"}, {"p", "h"}, {"annotation", "tracked-changes"}, marks)


def spaces(attributes: dict) -> str:
    """As many spaces as the element stands for."""
    count = next((value for name, value in attributes.items() if name.endswith("}c")), "1")
    return " " * min(int(count), MOST_SPACES)
