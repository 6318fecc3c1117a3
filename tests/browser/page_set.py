"""The page set: what is measured of the whole site, as page_set.txt lists it."""

from pathlib import Path

LIST = Path(__file__).with_name("page_set.txt")
BEGINS = "# template: "


def read_page_set() -> dict[str, list[str]]:
    """The paths of the page set under the name of the template that each is made with."""
    templates = {}
    for line in LIST.read_text("utf-8").splitlines():
        if line.startswith(BEGINS):
            paths = templates.setdefault(line.removeprefix(BEGINS), [])
        elif line.startswith("/"):
            paths.append(line)
    return templates


def fullest(language: str) -> list[str]:
    """The first path of each template in `language`."""
    prefix = f"/{language}/"
    templates = read_page_set().values()
    return [next(path for path in paths if path.startswith(prefix)) for paths in templates]
