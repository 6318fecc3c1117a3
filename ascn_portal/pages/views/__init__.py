"""Pages that need several apps at once."""

from .about import about, about_index
from .chairs import chair_list, chair_year
from .city_map import city_map
from .history import history
from .home import home

__all__ = [
    "about",
    "about_index",
    "chair_list",
    "chair_year",
    "city_map",
    "history",
    "home",
]
