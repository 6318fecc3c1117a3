"""`make messages`: the catalogues of interface text, in step with the sources and complete."""

import re
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.core.management.utils import popen_wrapper

from ascn_portal.bilingual.packages import DOMAINS, package_messages, untranslated

LOCALE_DIR, PACKAGES_DIR = map(Path, settings.LOCALE_PATHS)
LANGUAGES = [code for code, _name in settings.LANGUAGES]
SOURCES = {"ignore_patterns": [".*", "var", "tests"], "add_location": "file", "no_wrap": True}
PACKAGES_HEADER = """\
# What Django and other packages lack or say badly in Vietnamese. Kept in step by `make messages`.
msgid ""
msgstr ""
"Language: vi\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""


class Command(BaseCommand):
    help = (
        "Bring the catalogues into step with the sources (needs GNU gettext), fill the English one"
        " and list what is left to translate."
    )
    requires_system_checks = ()  # as makemessages: sources are read, not run

    def add_arguments(self, parser):
        parser.add_argument(
            "--check",
            action="store_true",
            help="write nothing; fail if an entry is missing, unused, empty, fuzzy or malformed",
        )

    def handle(self, *, check, **options):
        if not check:
            update_catalogues()
            update_package_catalogues()
        sources = read_sources()
        faults = [fault for language in LANGUAGES for fault in find_faults(language, sources)]
        faults += [fault for domain in DOMAINS for fault in find_package_faults(domain)]
        for fault in faults:
            self.stdout.write(fault)
        if check and faults:
            raise CommandError("The catalogues are not complete: `make messages`, then translate.")


def catalogue_path(language: str) -> Path:
    return LOCALE_DIR / language / "LC_MESSAGES" / "django.po"


def update_catalogues():
    """Merge the messages of the sources into each catalogue; English ones translate themselves."""
    call_command("makemessages", locale=LANGUAGES, no_obsolete=True, verbosity=0, **SOURCES)
    fill_english(catalogue_path("en"))
    for language in LANGUAGES:
        path = catalogue_path(language)
        # Else each run would change this line alone.
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(r'"POT-Creation-Date:.*\n', "", text), encoding="utf-8")


def fill_english(path: Path):
    """Give each empty or guessed entry its own message as translation; keep the others."""
    for command in (
        ["msgattrib", "--clear-fuzzy", "--empty", "--clear-previous", "--no-wrap"],
        ["msgen", "--no-wrap"],
    ):
        _output, errors, status = popen_wrapper([*command, f"--output-file={path}", str(path)])
        if status:
            raise CommandError(errors)


def read_sources() -> Catalog:
    """The messages that the sources hold now, as a catalogue without translations."""
    template = LOCALE_DIR / "django.pot"
    try:
        call_command("makemessages", exclude=LANGUAGES, keep_pot=True, verbosity=0, **SOURCES)
        # A template's plural forms are a blank to fill in, at which Babel stumbles.
        text = re.sub(r'"Plural-Forms:.*\n', "", template.read_text(encoding="utf-8"))
        return read_po(text.split("\n"))
    finally:
        template.unlink(missing_ok=True)


def read_catalogue(language: str) -> Catalog:
    with catalogue_path(language).open("rb") as file:
        return read_po(file, locale=language)


def package_catalogue_path(domain: str) -> Path:
    return PACKAGES_DIR / "vi" / "LC_MESSAGES" / f"{domain}.po"


def read_package_catalogue(domain: str) -> Catalog:
    """The Vietnamese that is ours of what packages say."""
    with package_catalogue_path(domain).open("rb") as file:
        return read_po(file, locale="vi", domain=domain)


def update_package_catalogues():
    """Add an empty entry for what nobody translates, drop those that packages no longer say."""
    for domain in DOMAINS:
        ours, updated = read_package_catalogue(domain), Catalog("vi", domain=domain)
        missing = {label(message) for message in untranslated(domain)}
        for message in package_messages(domain):
            known = ours.get(message.id, message.context)
            if known or label(message) in missing:
                message.string = known.string if known else ""
                updated[message.id] = message
        with package_catalogue_path(domain).open("wb") as file:
            file.write(PACKAGES_HEADER.encode())
            write_po(file, updated, width=0, omit_header=True, include_lineno=False)


def find_package_faults(domain: str) -> list[str]:
    """A line for each text of a package that is not in Vietnamese, or wrongly."""
    ours = read_package_catalogue(domain)
    missing = [m for m in untranslated(domain) if not ours.get(m.id, m.context)]
    faults = find_gaps(ours) + [f"missing: {label(message)}" for message in missing]
    return [f"packages, {domain}: {fault}" for fault in faults]


def find_faults(language: str, sources: Catalog) -> list[str]:
    """A line for whatever keeps a catalogue from being complete."""
    catalogue = read_catalogue(language)
    faults = find_differences(catalogue, sources) + find_gaps(catalogue)
    return [f"{language}: {fault}" for fault in faults]


def find_differences(catalogue: Catalog, sources: Catalog) -> list[str]:
    """A line for each message of the sources that the catalogue lacks, and the other way round."""
    ours, theirs = (
        {label(message) for message in one if message.id} for one in (catalogue, sources)
    )
    return [f"missing: {text}" for text in sorted(theirs - ours)] + [
        f"not in the sources: {text}" for text in sorted(ours - theirs)
    ]


def find_gaps(catalogue: Catalog) -> list[str]:
    """A line for each entry that is not a finished translation; needs no GNU gettext."""
    entries = [message for message in catalogue if message.id]
    return (
        (["fuzzy: the catalogue's header"] if catalogue.fuzzy else [])
        + [f"fuzzy: {label(message)}" for message in entries if message.fuzzy]
        + [f"empty: {label(message)}" for message in entries if not all(strings(message))]
        + [f"{errors[0]}: {label(message)}" for message, errors in catalogue.check()]
        + [f"unknown placeholder: {label(m)}" for m in entries if unknown_placeholders(m)]
    )


def strings(message: Message) -> tuple[str, ...]:
    """The translations of a message: one, or one for each plural form."""
    return message.string if message.pluralizable else (message.string,)


def unknown_placeholders(message: Message) -> set[str]:
    """Names in braces that `str.format` would not find; Babel checks only those with a %."""
    if "python-brace-format" not in message.flags:
        return set()
    originals = message.id if message.pluralizable else (message.id,)
    return brace_names(strings(message)) - brace_names(originals)


def brace_names(texts: tuple[str, ...]) -> set[str]:
    return {name for text in texts for _, name, _, _ in Formatter().parse(text) if name}


def label(message: Message) -> str:
    """What names an entry: its English text, both of them in the plural, and its context."""
    return f"{message.id!r} ({message.context})" if message.context else repr(message.id)
