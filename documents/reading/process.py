"""Runs the worker: the program that opens files, apart from the site."""

import json
import logging
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from django.conf import settings

from documents.models import StoredFile

logger = logging.getLogger(__name__)
WORKER = Path(__file__).parent / "worker"
# Of the clock; the worker's own limits count what its processor does.
SECONDS = {"inspect": 40, "read": 120}
MOST_LOGGED = 2000


class Broken(Exception):
    """The worker gave no answer; `problem` is a code of `StoredFile.Problem`."""

    def __init__(self, problem: str):
        super().__init__(problem)
        self.problem = problem


def run(action: str, kind: str, path: Path) -> dict:
    """The worker's answer to `action` for the file at `path`.

    Raises Broken if it was ended, broke down, or says itself that the file cannot be read.
    """
    command = [sys.executable, "-I", str(WORKER), action, kind, str(path)]
    # Into a file, not a pipe: its size is limited, and nothing of it is kept in memory twice.
    with open_output() as output, open_output() as complaints:
        try:
            ended = subprocess.run(  # noqa: S603 no shell, and a path of our own
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=complaints,
                env={"LC_ALL": "C.UTF-8"},
                timeout=SECONDS[action],
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise Broken("time") from error
        if ended.returncode:
            complaints.seek(-min(complaints.tell(), MOST_LOGGED), os.SEEK_END)
            said = complaints.read().decode(errors="replace")
            logger.warning("Reading %s ended with %s. %s", path, ended.returncode, said)
            raise Broken("time" if ended.returncode == -signal.SIGXCPU else "crashed")
        output.seek(0)
        return answer_in(output.read())


def open_output():
    """A file without a name, which the worker may fill up to its limit."""
    return tempfile.TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR)


def answer_in(output: bytes) -> dict:
    """The JSON object that the worker printed; Broken if it is none, or names a problem."""
    try:
        answer = json.loads(output)
    except (ValueError, RecursionError) as error:
        raise Broken("crashed") from error
    if not isinstance(answer, dict):
        raise Broken("crashed")
    if problem := answer.get("problem"):
        raise Broken(problem if problem in StoredFile.Problem.values else "crashed")
    return answer
