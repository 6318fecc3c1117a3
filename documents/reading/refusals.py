"""Why a file is not accepted, in words for the person who sent it."""

from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

ACCEPTED = _("PDF, Word (DOCX), OpenDocument (ODT) and plain text (TXT) are accepted.")
SENTENCES = {
    "name_unseen": _("The name “%(name)s” holds invisible characters. Give the file another name."),
    "name_folder": _("“%(name)s” is no file name: it leads to a folder."),
    "name_long": _(
        "The name “%(name)s” has %(length)s characters; the most is %(limit)s. Shorten it."
    ),
    "ending": _("The ending of the name “%(name)s” is none of those known here."),
    "empty": _("“%(name)s” is empty."),
    "large": _("“%(name)s” has %(size)s; the most is %(limit)s."),
    "lying": _("“%(name)s” is %(expected)s by its name but %(found)s inside."),
    "lying_somehow": _("“%(name)s” is %(expected)s by its name but something else inside."),
    "markup": _("“%(name)s” holds HTML, SVG or XML, which a browser would run."),
    "not_text": _("“%(name)s” is not text in UTF-8. Save it again in that encoding."),
    "two_kinds": _(
        "“%(name)s” is %(expected)s and %(found)s in one. Save the document anew in its program."
    ),
    "cut": _("“%(name)s” is damaged or not complete. Fetch it again from where it came from."),
    "locked": _("“%(name)s” asks for a password. Save it without one."),
    "pages": _("“%(name)s” has %(pages)s pages; the most is %(limit)s. Divide it."),
    "pictures": _(
        "The pictures on page %(page)s of “%(name)s” have %(megapixels)s megapixels; the most is "
        "%(limit)s. Save them smaller."
    ),
    "bomb": _("“%(name)s” would grow too large when it is unpacked."),
    "heavy": _("“%(name)s” takes too much time or memory to open. Save it in a simpler form."),
}
# Where another format is the way out, the sentence is followed by ACCEPTED.
OF_FORMAT = {"ending", "lying", "lying_somehow", "markup", "not_text", "two_kinds"}


def refusal(code: str, name: str, **details) -> ValidationError:
    """What to raise for the file `name`: one message in the language of the moment."""
    if code == "lying" and details["found"].upper() in {"", details["expected"]}:
        code = "lying_somehow"  # a format that goes by the same name, or by none
    values = {
        key: number_format(value, force_grouping=True) if isinstance(value, int) else value
        for key, value in details.items()
    }
    if "found" in values:
        values["found"] = values["found"].upper()
    sentence = SENTENCES[code] % {"name": name, **values}
    return ValidationError(f"{sentence} {ACCEPTED}" if code in OF_FORMAT else sentence, code=code)


def check_size(path: Path, name: str):
    """Refuse an empty file, and one over settings.UPLOAD_LIMIT."""
    size = path.stat().st_size
    if not size:
        raise refusal("empty", name)
    if size > settings.UPLOAD_LIMIT:
        limit = filesizeformat(settings.UPLOAD_LIMIT)
        raise refusal("large", name, size=filesizeformat(size), limit=limit)
