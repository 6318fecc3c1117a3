"""The secretariat's screens for documents, their versions and files."""

from . import downloads, records, stored_files  # noqa: F401  they register their screens
