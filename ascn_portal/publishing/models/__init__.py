from .consequences import ContentVersion, FailedHook
from .desk import Card, Digest, Translation
from .loading import LoadedFile, LoadedRow
from .open_forms import KeptInput, OpenForm
from .record import ORDER_HELP, CitedPart, Part, Publishable, SlugHistory, record_models
from .revision import Revision
from .withdrawal import AskedWithdrawal

__all__ = [
    "ORDER_HELP",
    "AskedWithdrawal",
    "Card",
    "CitedPart",
    "ContentVersion",
    "Digest",
    "FailedHook",
    "KeptInput",
    "LoadedFile",
    "LoadedRow",
    "OpenForm",
    "Part",
    "Publishable",
    "Revision",
    "SlugHistory",
    "Translation",
    "record_models",
]
