"""Where files lie: a folder of this machine in which none is ever half written."""

import os
import uuid
from contextlib import suppress
from pathlib import Path

from django.core.files.storage import FileSystemStorage


class WholeFileStorage(FileSystemStorage):
    """A folder in which a file appears under its name once all of it is on the disk.

    Django writes piece by piece into the final path: what a full disk or a killed process leaves
    there would pass for the file. Here it is written beside, then renamed in one step.
    """

    def _save(self, name, content):
        part = f"incoming/{uuid.uuid4().hex}"
        try:
            super()._save(part, content)
            with self.open(part) as file:
                os.fsync(file.fileno())
            target = Path(self.path(name))
            target.parent.mkdir(parents=True, exist_ok=True)
            os.replace(self.path(part), target)
        except BaseException:
            with suppress(OSError):
                self.delete(part)
            raise
        return name
