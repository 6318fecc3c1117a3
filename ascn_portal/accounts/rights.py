"""Rights in the words of the reader's language: the database keeps their names in English."""

from functools import cache

from django.apps import apps
from django.utils.text import capfirst
from django.utils.translation import pgettext_lazy

VERBS = {
    "add": pgettext_lazy("right", "add"),
    "change": pgettext_lazy("right", "change"),
    "delete": pgettext_lazy("right", "delete"),
    "view": pgettext_lazy("right", "view"),
}


@cache
def known_rights() -> dict[str, tuple]:
    """Every right by its name in code, "cities.change_city": the model's options and the verb."""
    found = {}
    for model in apps.get_models():
        opts = model._meta
        usual = [(f"{verb}_{opts.model_name}", VERBS[verb]) for verb in opts.default_permissions]
        for codename, words in [*usual, *opts.permissions]:
            found[f"{opts.app_label}.{codename}"] = opts, words
    return found


def in_words(codes: set[str]) -> list[str]:
    """One line for each kind of row, "City: add, change"; last what the portal no longer knows."""
    kinds = {}
    for code, (opts, verb) in known_rights().items():
        if code in codes:
            kinds.setdefault(opts, []).append(str(verb))
    lines = [f"{capfirst(opts.verbose_name)}: {', '.join(verbs)}" for opts, verbs in kinds.items()]
    return [*lines, *sorted(codes - known_rights().keys())]
