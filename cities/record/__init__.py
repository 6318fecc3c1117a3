"""How the files of this app become records; each kind after those that it names."""

from . import places, terms, plans, reports, projects, figures  # noqa: F401, I001
