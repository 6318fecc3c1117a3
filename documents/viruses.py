"""Asks ClamAV about a file, where settings.CLAMD_ADDRESS names one."""

import logging
import socket
import struct
from contextlib import suppress
from pathlib import Path

from django.conf import settings

from .models import StoredFile

logger = logging.getLogger(__name__)
PIECE = 128 * 1024
SECONDS = 30  # for each step of the conversation
LONGEST_ANSWER = 4096


def first_state() -> str:
    """The state of a file that has just come in."""
    states = StoredFile.VirusCheck
    return states.WAITING if settings.CLAMD_ADDRESS else states.NOT_ASKED


def check(path: Path) -> str:
    """The state of the file at `path` now; it goes on waiting where ClamAV does not answer."""
    states = StoredFile.VirusCheck
    if not settings.CLAMD_ADDRESS:  # no longer
        return states.NOT_ASKED
    try:
        answer = ask(path)
    except OSError as error:
        logger.warning("ClamAV at %s did not answer: %s", settings.CLAMD_ADDRESS, error)
        return states.WAITING
    if answer.endswith(" FOUND"):
        logger.warning("ClamAV on %s: %s", path, answer)
        return states.INFECTED
    if answer == "stream: OK":
        return states.CLEAN
    logger.warning("ClamAV could not check %s: %s", path, answer)
    return states.WAITING


def can_check() -> bool:
    """Whether `check` will give an answer: ClamAV is there, or is not asked."""
    if not settings.CLAMD_ADDRESS:
        return True
    try:
        with connect() as clamd:
            clamd.sendall(b"zPING\0")
            return read_answer(clamd) == "PONG"
    except OSError as error:
        logger.warning("ClamAV at %s is not there: %s", settings.CLAMD_ADDRESS, error)
        return False


def ask(path: Path) -> str:
    """What clamd says of the file: "stream: OK", "stream: <virus> FOUND" or "… ERROR".

    Speaks its command INSTREAM, so that the daemon may run on another machine. Raises OSError.
    """
    with connect() as clamd, path.open("rb") as file:
        clamd.sendall(b"zINSTREAM\0")
        with suppress(BrokenPipeError, ConnectionResetError):  # it says why before it hangs up
            while piece := file.read(PIECE):
                clamd.sendall(struct.pack("!I", len(piece)) + piece)
            clamd.sendall(struct.pack("!I", 0))
        return read_answer(clamd)


def connect() -> socket.socket:
    """A connection to settings.CLAMD_ADDRESS: host and port, or the path of a socket."""
    if isinstance(settings.CLAMD_ADDRESS, tuple):
        return socket.create_connection(settings.CLAMD_ADDRESS, timeout=SECONDS)
    connection = socket.socket(socket.AF_UNIX)
    connection.settimeout(SECONDS)
    try:
        connection.connect(settings.CLAMD_ADDRESS)
    except OSError:
        connection.close()
        raise
    return connection


def read_answer(clamd: socket.socket) -> str:
    """One answer of clamd, which ends with NUL; OSError if it hangs up without one."""
    answer = b""
    while not answer.endswith(b"\0"):
        piece = clamd.recv(LONGEST_ANSWER)
        if not piece or len(answer) > LONGEST_ANSWER:
            raise ConnectionError("no whole answer")
        answer += piece
    return answer.rstrip(b"\0").decode(errors="replace").strip()
