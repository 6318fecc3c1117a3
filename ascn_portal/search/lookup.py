"""Looking up a record by one of its names."""

from typing import NamedTuple

from .folding import closeness


class Name(NamedTuple):
    """What a record is called in a language ("" if not known); it may be asked for with `year`."""

    text: str
    language: str = ""
    year: str = ""

    def closeness(self, asked: tuple[str, ...]) -> int | None:
        """How well it answers the folded words `asked`, as folding.closeness."""
        return closeness(asked, f"{self.text} {self.year}" if self.year else self.text)


class Hit(NamedTuple):
    """A record that was found, and the name by which it was."""

    record: object
    name: Name


def look_up(asked: tuple[str, ...], named) -> list[Hit]:
    """The records that have a name like the folded words `asked`, the closest first.

    `named` are (record, names) pairs; equally close ones stay in the order given.
    """
    found = []
    for record, names in named:
        ranked = [
            (rank, place)
            for place, name in enumerate(names)
            if (rank := name.closeness(asked)) is not None
        ]
        if ranked:
            rank, place = min(ranked)
            found.append((rank, Hit(record, names[place])))
    found.sort(key=lambda entry: entry[0])
    return [hit for _rank, hit in found]
