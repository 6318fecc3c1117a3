"""The languages that files are in."""

from ascn_portal.bilingual.languages import language_name

# The portal's own first, then those of the member states and of their neighbours, ISO 639-1.
FILE_LANGUAGES = ("vi", "en", "id", "km", "lo", "ms", "my", "pt", "ta", "th", "zh")


def language_choices() -> list[tuple[str, str]]:
    """Code and name of each language, as a form offers them; none is chosen beforehand."""
    return [("", "–"), *((code, language_name(code)) for code in FILE_LANGUAGES)]
