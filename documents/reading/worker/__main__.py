"""The program that opens files of strangers, in a process of its own with limits.

    python -I documents/reading/worker inspect pdf PATH
    python -I documents/reading/worker read pdf PATH

It answers with one JSON object on its output: what `inspect` or `read` of the reader for the kind
gives, or {"refused": code, …} or {"problem": code}. Nothing of Django is loaded, so it starts in
milliseconds; the modules beside it are found because Python runs this folder.
"""

import importlib
import json
import resource
import sys

from answers import Problem, Refused

READERS = {"pdf": "pdf", "docx": "word", "odt": "opendocument", "txt": "plain"}
MEGABYTE = 1024 * 1024
MEMORY = 1024 * MEGABYTE
OUTPUT = 200 * MEGABYTE
CPU_SECONDS = {"inspect": 20, "read": 60}


def main(action: str, kind: str, path: str):
    """Answer `action` ("inspect" or "read") for the file at `path`, which should be a `kind`."""
    set_limits(CPU_SECONDS[action])
    json.dump(answer(action, kind, path), sys.stdout)
    sys.stdout.flush()


def set_limits(seconds: int):
    """Let the kernel end this process where a file asks for too much."""
    limits = {
        resource.RLIMIT_CPU: seconds,
        resource.RLIMIT_AS: MEMORY,
        resource.RLIMIT_FSIZE: OUTPUT,
        resource.RLIMIT_CORE: 0,
    }
    for limit, most in limits.items():
        _soft, hard = resource.getrlimit(limit)
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(limit, (allowed, hard))


def answer(action: str, kind: str, path: str) -> dict:
    """What the reader for `kind` says; whatever breaks in it is said as a problem of the file."""
    reader = importlib.import_module(READERS[kind])
    try:
        return getattr(reader, action)(path)
    except Refused as refused:
        return {"refused": refused.code, **refused.details}
    except Problem as problem:
        return {"problem": problem.code}
    except MemoryError:
        return {"problem": "memory"}
    except Exception:  # parsers fail in ways of their own on broken files
        return {"problem": "damaged"}


main(*sys.argv[1:])
