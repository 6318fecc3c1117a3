"""Newer editions of the shipped files, made in a folder of the test."""

import json

import pytest

from ascn_portal.publishing.record.kinds import Kind, discover


def shipped(name: str):
    """What the shipped data file of this name holds."""
    folders = {kind.folder for kind in discover() if name in kind.files}
    return json.loads((folders.pop() / "data" / name).read_text())


def kind_called(name: str) -> Kind:
    return next(kind for kind in discover() if kind.name == name)


@pytest.fixture
def newer(tmp_path, db):
    """Writes a newer edition of a file: `newer("cities.json", edit)` gives the folder it is in.

    `edit` changes what the file holds; it may return something else to be written.
    """

    def write(name, edit):
        data = shipped(name)
        changed = edit(data)
        text = json.dumps(data if changed is None else changed, ensure_ascii=False)
        (tmp_path / name).write_text(text)
        return tmp_path

    return write
