"""Numbers of rows, as an address, a hidden field or a cell of a spreadsheet names them."""

LARGEST = 2**63 - 1  # that databases hold; Python reads no text of 4,300 digits at all


def as_key(text: str) -> int:
    """The number that `text` writes; 0, which no row has, if it is none that a database holds."""
    is_short_number = text.isascii() and text.isdigit() and len(text) < 20
    number = int(text) if is_short_number else 0
    return number if number <= LARGEST else 0
