"""What the network wrote: documents, their versions and files."""

from .document import Document, DocumentVersion
from .file import DocumentFile, DownloadCount, FilePage, StoredFile

__all__ = [
    "Document",
    "DocumentFile",
    "DocumentVersion",
    "DownloadCount",
    "FilePage",
    "StoredFile",
]
