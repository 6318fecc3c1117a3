"""Static files under names that hold their hash, with one style sheet instead of many."""

import posixpath
import re

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from whitenoise.compress import Compressor

SHEET = "css/site.css"
# What readers load, compressed while it is collected; the admin's files would take half a minute.
COMPRESSED = re.compile(r"(css|js|img)/.+\.(css|js|svg)")
COMMENT, INDENTATION = re.compile(r"/\*.*?\*/", re.DOTALL), re.compile(r"\s*\n\s*")
LAYERED_IMPORT = re.compile(r'@import url\("(?P<path>[^"]+)"\) layer\((?P<layer>\w+)\);')


class SiteStaticStorage(ManifestStaticFilesStorage):
    """Serves `css/site.css` with the text of each imported file in place of its import.

    Asking for some thirty small sheets one after the other cost far more than their few kilobytes.
    """

    # Module imports would otherwise keep the names without a hash.
    support_js_module_import_aggregation = True
    keep_intermediate_files = False

    def post_process(self, paths, dry_run=False, **options):
        if SHEET in paths and not dry_run:
            text = compact(inline_imports(SHEET, lambda name: self._read(paths, name)))
            if self.exists(SHEET):
                self.delete(SHEET)
            self._save(SHEET, ContentFile(text.encode()))
            paths = paths | {SHEET: (self, SHEET)}
        for name, hashed_name, processed in super().post_process(paths, dry_run, **options):
            yield name, hashed_name, processed
            if COMPRESSED.fullmatch(name) and not dry_run:
                # Copies named .gz and .br stand beside the file: WhiteNoise serves them by itself.
                Compressor(quiet=True).compress(self.path(hashed_name))

    def _read(self, paths, name):
        """Text of a collected file as it was written, not as an earlier run left it."""
        storage, path = paths[name]
        with storage.open(path) as file:
            return file.read().decode()


def compact(sheet: str) -> str:
    """A style sheet without comments and indentation: a fifth less to send before the first paint.

    No string in it may hold a comment's beginning.
    """
    return INDENTATION.sub("\n", COMMENT.sub("", sheet))


def inline_imports(sheet: str, read) -> str:
    """The text of `sheet` with every layered import replaced by the imported text in that layer.

    `read(name)` gives the text of a static file; KeyError if there is none.
    """
    folder = posixpath.dirname(sheet)

    def imported(match):
        name = posixpath.join(folder, match["path"])
        text = read(name)
        # Relative addresses would point elsewhere once the text has moved to another folder.
        if "url(" in text and posixpath.dirname(name) != folder:
            raise ImproperlyConfigured(f"{name} uses url(): only files beside {sheet} may.")
        return f"@layer {match['layer']} {{\n{text}}}"

    return LAYERED_IMPORT.sub(imported, read(sheet))
