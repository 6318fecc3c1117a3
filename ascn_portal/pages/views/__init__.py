"""Pages that need several apps at once."""

from .about import about, about_index
from .chairs import chair_list, chair_year
from .home import home
from .search import search

__all__ = ["about", "about_index", "chair_list", "chair_year", "home", "search"]
