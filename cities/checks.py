"""What is looked at before the site starts."""

from django.conf import settings
from django.core import checks

from .map.land import MapFault, read_land


@checks.register()
def check_map_geometry(**options) -> list:
    """That a file put in place of the shipped geometry of the map can be drawn."""
    if settings.MAP_GEOMETRY.exists():
        try:
            read_land(settings.MAP_GEOMETRY)
        except MapFault as fault:
            return [checks.Error(str(fault), id="cities.E001")]
    return []
