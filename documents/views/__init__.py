"""Public pages of the documents, and the addresses of their files."""

from .citation import citation
from .document import document_detail, version_detail
from .files import file_cover, latest_file, version_file
from .register import document_list, document_row
from .sheet import record_sheet

__all__ = [
    "citation",
    "document_detail",
    "document_list",
    "document_row",
    "file_cover",
    "latest_file",
    "record_sheet",
    "version_detail",
    "version_file",
]
