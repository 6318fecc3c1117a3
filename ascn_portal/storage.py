"""Static files under names that hold their hash, with one style sheet instead of many."""

import posixpath
import re

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from whitenoise.compress import Compressor

SHEETS = ("css/site.css", "css/admin.css")
# What readers load, compressed while it is collected; the admin's files would take half a minute.
COMPRESSED = re.compile(r"(css|js|img)/.+\.(css|js|svg)")
COMMENT, INDENTATION = re.compile(r"/\*.*?\*/", re.DOTALL), re.compile(r"\s*\n\s*")
IMPORT = re.compile(r'@import url\("(?P<path>[^"]+)"\)(?: layer\((?P<layer>\w+)\))?;')


class SiteStaticStorage(ManifestStaticFilesStorage):
    """Serves each of SHEETS with the text of the files that it imports in place of the imports.

    Asking for some thirty small sheets one after the other cost far more than their few kilobytes.
    """

    # Module imports would otherwise keep the names without a hash.
    support_js_module_import_aggregation = True
    keep_intermediate_files = False

    def post_process(self, paths, dry_run=False, **options):
        if not dry_run:
            paths = paths | {sheet: self._join(sheet, paths) for sheet in SHEETS if sheet in paths}
        for name, hashed_name, processed in super().post_process(paths, dry_run, **options):
            yield name, hashed_name, processed
            if COMPRESSED.fullmatch(name) and not dry_run:
                # Copies named .gz and .br stand beside the file: WhiteNoise serves them by itself.
                Compressor(quiet=True).compress(self.path(hashed_name))

    def _join(self, sheet, paths):
        """Store `sheet` with all that it imports; where that is, as `paths` names places."""
        text = compact(inline_imports(sheet, lambda name: self._read(paths, name)))
        if self.exists(sheet):
            self.delete(sheet)
        self._save(sheet, ContentFile(text.encode()))
        return self, sheet

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
    """The text of `sheet` with every import replaced by the imported text, in its layer if any.

    `read(name)` gives the text of a static file; KeyError if there is none.
    """
    folder = posixpath.dirname(sheet)

    def imported(match):
        name = posixpath.join(folder, match["path"])
        text = read(name)
        # Relative addresses would point elsewhere once the text has moved to another folder.
        if "url(" in text and posixpath.dirname(name) != folder:
            raise ImproperlyConfigured(f"{name} uses url(): only files beside {sheet} may.")
        return f"@layer {match['layer']} {{\n{text}}}" if match["layer"] else text

    return IMPORT.sub(imported, read(sheet))
