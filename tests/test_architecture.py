"""The rules of the house that a program can check: who may know whom, and what no file says."""

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages import pofile
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.core.management import call_command
from modeltranslation.translator import translator

ROOT = Path(settings.BASE_DIR)
DOMAIN = ["partners", "events", "cities", "documents"]  # each may know those to its right
FOUNDATIONS = ["api", "search", "caching", "publishing", "sources", "accounts", "bilingual"]
# Modules of ascn_portal that stand beside the foundations and know no app.
BESIDE = ["as_of", "errors", "keys", "listing", "formats", "spreadsheet", "storage"]
ASSEMBLY = ["settings", "urls", "views", "sitemaps", "celery", "pages", "middleware", "wsgi"]
ASSEMBLY += ["context_processors", "handbook", "management", "navigation", "templatetags"]


def python_files(*folders: str) -> list[Path]:
    """Our Python files below `folders`, migrations left out."""
    found = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    return sorted(path for path in found if "migrations" not in path.parts)


OURS = python_files("ascn_portal", *DOMAIN)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def imported(path: Path) -> set[str]:
    """Dotted names that a file imports anywhere in it, relative ones resolved."""
    package = path.relative_to(ROOT).parent.parts
    names = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            module = ".".join([*base, *filter(None, [node.module])])
            names |= {f"{module}.{alias.name}" for alias in node.names}
    return names


def layer(name: str) -> str:
    """The app or foundation that a dotted name belongs to, "" if it is none of ours."""
    first, _dot, rest = name.partition(".")
    if first in DOMAIN:
        return first
    return rest.partition(".")[0] if first == "ascn_portal" else ""


def may_know(name: str) -> set[str]:
    """The layers that the layer `name` may import."""
    if name in DOMAIN:
        return {*DOMAIN[DOMAIN.index(name) :], *FOUNDATIONS, *BESIDE}
    if name in FOUNDATIONS:
        return {*FOUNDATIONS[FOUNDATIONS.index(name) :], *BESIDE}
    return {*FOUNDATIONS, *BESIDE}


def test_imports_point_from_the_assembly_to_the_apps_to_the_foundations():
    wrong = []
    for path in OURS:
        own = layer(module_name(path))
        if own not in {*ASSEMBLY, "", "apps"}:
            known = {layer(name) for name in imported(path)}
            wrong += [(module_name(path), other) for other in known - may_know(own) - {"", own}]
    assert wrong == []


def test_every_module_of_the_portal_has_a_place_in_the_order():
    placed = {*FOUNDATIONS, *BESIDE, *ASSEMBLY, "", "apps"}
    found = {layer(module_name(path)) for path in OURS} - set(DOMAIN)
    assert found <= placed


def test_foreign_keys_point_the_same_way_as_imports():
    for model in apps.get_models():
        own = layer(model.__module__)
        if not own or own in ASSEMBLY:
            continue
        for field in model._meta.get_fields():
            if field.is_relation and not field.auto_created and field.related_model:
                other = layer(field.related_model.__module__)
                assert other in {"", own, *may_know(own)}, f"{model.__name__}.{field.name}"


def test_only_middleware_activates_a_language():
    callers = [path for path in OURS if re.search(r"\bactivate\(", path.read_text())]
    assert callers == [ROOT / "ascn_portal/middleware.py"]


def test_no_queryset_is_built_when_a_module_is_read():
    """modeltranslation rewrites names when the queryset is built: it would keep one language."""
    assert [(module_name(path), line) for path in OURS for line in lines_with_querysets(path)] == []


def lines_with_querysets(path: Path) -> list[int]:
    """Where a module or class body of a file gives a name to a queryset."""
    nodes = [
        node
        for owner in ast.walk(ast.parse(path.read_text()))
        if isinstance(owner, ast.Module | ast.ClassDef)
        for node in owner.body
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value
    ]
    return [node.lineno for node in nodes if builds_queryset(node.value)]


def builds_queryset(value: ast.expr) -> bool:
    """Whether an expression calls a method of a manager, outside a lambda."""
    if isinstance(value, ast.Lambda):
        return False
    is_call = isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute)
    if is_call and re.search(r"\bobjects\b|_default_manager", ast.unparse(value.func)):
        return True
    return any(
        builds_queryset(child)
        for child in ast.iter_child_nodes(value)
        if isinstance(child, ast.expr | ast.keyword)
    )


def test_admins_search_bilingual_fields_in_both_languages():
    registered = {model: set(options.fields) for model, options in bilingual_models()}
    for model, model_admin in admin.site._registry.items():
        for name in model_admin.search_fields:
            path = name.lstrip("^=@").split("__")
            owner = model
            for step in path[:-1]:
                owner = owner._meta.get_field(step).related_model
            bare = path[-1] in registered.get(owner, set())
            assert not bare, f"{model_admin}: {name} is searched in one language only"


def bilingual_models():
    """(model, options) of every model that has bilingual fields."""
    models = translator.get_registered_models(abstract=False)
    return [(model, translator.get_options_for_model(model)) for model in models]


def test_a_component_begins_with_what_it_takes():
    components = (ROOT / "templates/components").glob("*.html")
    assert [path for path in components if not path.read_text().startswith("{% comment %}\n")] == []


FORBIDDEN = re.compile(
    r"\|\s*safe\b|\{%\s*autoescape|<style|\sstyle=|\son[a-z]+=|javascript:|<script(?![^>]*\ssrc=)"
)


def test_templates_hold_no_style_or_script_and_mark_nothing_safe():
    found = [(path, FORBIDDEN.search(path.read_text())) for path in TEMPLATES]
    assert [(path, match) for path, match in found if match] == []


FIGURE = r"\d+|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
FIGURE += r"|(?:twen|thir|for|fif)ty(?:-\w+)?|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười(?: \w+)?"
COUNTED = (
    r"(?:member |founding |pilot )*"
    r"(?:cities|countries|member states|members|đô thị|thành phố|nước|quốc gia|thành viên)\b"
)
COUNT = re.compile(rf"\b(?:{FIGURE}) (?:more |other )?{COUNTED}", re.IGNORECASE)


def texts() -> list[tuple[Path, str]]:
    """All that we say: strings of Python files (docstrings too), templates, catalogues."""
    said = [(path, path.read_text()) for path in TEMPLATES]
    said += [(path, path.read_text()) for path in (ROOT / "ascn_portal/locale").rglob("*.po")]
    for path in OURS:
        nodes = ast.walk(ast.parse(path.read_text()))
        strings = (node.value for node in nodes if isinstance(node, ast.Constant))
        said += [(path, value) for value in strings if isinstance(value, str)]
    return said


def test_no_text_says_how_many_members_or_countries_there_are():
    found = [(path, COUNT.search(text)) for path, text in texts()]
    assert [(path, match) for path, match in found if match] == []


@pytest.mark.parametrize("sentence", ["all 26 cities", "of ten countries", "mười nước thành viên"])
def test_a_count_in_words_or_figures_would_be_noticed(sentence):
    assert COUNT.search(sentence)


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_settings_are_fit_for_the_public(tmp_path):
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    variables = {"PUBLIC_ORIGIN": "https://ascn.example", "VAR_DIR": str(tmp_path)}
    variables["DJANGO_SETTINGS_MODULE"] = "ascn_portal.settings.base"
    answer = subprocess.run(  # noqa: S603
        command, cwd=ROOT, env=os.environ | variables, capture_output=True, text=True, check=False
    )
    assert answer.returncode == 0, answer.stderr


@pytest.mark.parametrize("language", ["vi", "en"])
def test_catalogue_is_complete(language):
    with (ROOT / f"ascn_portal/locale/{language}/LC_MESSAGES/django.po").open("rb") as file:
        messages = [message for message in pofile.read_po(file) if message.id]
    unfinished = [
        message.id for message in messages if message.fuzzy or not all(as_list(message.string))
    ]
    assert unfinished == []


def as_list(string) -> list[str]:
    """The forms of a translation; one, unless it is counted."""
    return list(string) if isinstance(string, tuple | list) else [string]
