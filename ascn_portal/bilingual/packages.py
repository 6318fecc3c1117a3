"""What the installed packages can say to people, read from their sources.

Django says some of it badly in Vietnamese and lacks the rest, other packages have no Vietnamese at
all: `ascn_portal/locale_packages` holds what is ours to say. `make messages` keeps it in step.
"""

import re
import sysconfig
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from django.apps import apps
from django.utils.translation import templatize
from django.utils.translation.trans_real import DjangoTranslation

SITE_PACKAGES = Path(sysconfig.get_path("purelib")).resolve()
DOMAINS = ("django", "djangojs")
# Which arguments of a function are a text, its plural and (c) its context.
FORMS = {
    "gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
KEYWORDS = {"_": None} | {
    f"{name}{ending}": arguments
    for name, arguments in FORMS.items()
    for ending in ("", "_lazy", "_noop")
}
# What nobody meets here: texts for programmers, pages of apps that are not installed, sign-in by
# services other than those that are, names of the world's languages.
UNSEEN = {
    *("conf", "locale", "management", "migrations", "tests", "default_urlconf.html"),
    *("i18n_catalog.js", "idp", "providers", "usersessions"),
}
# Babel takes the keys in gettext(message["added"]["name"]) for a text.
NO_TEXTS = {"addedname", "changedname", "deletedname"}
# Vietnamese writes these as English does.
SAME_IN_BOTH = {"IPv4", "IPv6", *(f"%s {unit}B" for unit in "KMGTP")}
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[a-z]|\{\w*\}|<[^>]+>")


def untranslated(domain: str) -> list[Message]:
    """The texts of packages that someone who reads Vietnamese would be shown in English."""
    served = DjangoTranslation("vi", domain=domain)
    return [message for message in package_messages(domain) if not is_said(message, served)]


def is_said(message: Message, served: DjangoTranslation) -> bool:
    """Whether `served` has a translation of `message`, or it needs none."""
    original = message.id[1] if message.pluralizable else message.id
    if original in SAME_IN_BOTH or not re.search(r"\w{2}", PLACEHOLDER.sub("", original)):
        return True
    context = [message.context] if message.context else []
    if message.pluralizable:
        say = served.npgettext if context else served.ngettext
        return say(*context, *message.id, 2) != original
    say = served.pgettext if context else served.gettext
    return say(*context, original) != original


def package_messages(domain: str) -> list[Message]:
    """The texts in the sources of Django and of every installed app that is not ours."""
    catalogue = Catalog(domain=domain)
    for path in package_files():
        name = path.relative_to(SITE_PACKAGES).as_posix()
        for _line, text, _comments, context in texts_in(path, domain):
            if text and text not in NO_TEXTS:
                catalogue.add(text, locations=[(name, None)], context=context)
    return [message for message in catalogue if message.id]


def package_files() -> Iterator[Path]:
    """The files of Django's core and of the installed apps, without those of other apps."""
    homes = {Path(config.path).resolve() for config in apps.get_app_configs()}
    homes = {home for home in homes if home.is_relative_to(SITE_PACKAGES)}
    for home in sorted(homes | {SITE_PACKAGES / "django"}):
        yield from files_in(home, homes)


def files_in(folder: Path, homes: set[Path]) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.name in UNSEEN:
            continue
        if path.is_file():
            yield path
        elif path not in homes and not (path / "apps.py").exists():
            yield from files_in(path, homes)


def texts_in(path: Path, domain: str) -> Iterator[tuple]:
    """What Babel finds in one file: (line, text or texts, comments, context)."""
    if domain == "djangojs":
        is_source = path.suffix == ".js" and not path.name.endswith(".min.js")
        return find_texts(path.read_text("utf-8"), "javascript") if is_source else iter(())
    if path.suffix == ".py":
        return find_texts(path.read_text("utf-8"), "python")
    if path.suffix in {".html", ".txt"}:
        # As makemessages does: Python that asks for the same texts. Its indents mean nothing.
        code = templatize(path.read_text("utf-8"), origin=str(path))
        return find_texts("\n".join(line.strip() for line in code.splitlines()), "python")
    return iter(())


def find_texts(code: str, method: str) -> Iterator[tuple]:
    if "gettext" not in code and "_(" not in code:
        return iter(())  # most files; to read them closely takes ten times as long
    return extract(method, BytesIO(code.encode()), KEYWORDS)
