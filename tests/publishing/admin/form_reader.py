"""The form on a page as a browser would post it."""

from html.parser import HTMLParser

NOT_POSTED = {"submit", "button", "reset", "file", "image"}


class FormReader(HTMLParser):
    """Collects what the controls of the forms with a name hold: {name: [value, …]}."""

    def __init__(self):
        super().__init__()
        self.values = {}
        self.attributes = {}  # of each control, by its name
        self.select = self.textarea = None

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        name = attrs.get("name")
        if tag in {"input", "select", "textarea"} and name:
            self.attributes[name] = attrs
        if tag == "input" and name and attrs.get("type") not in NOT_POSTED:
            is_choice = attrs.get("type") in {"checkbox", "radio"}
            if not is_choice or "checked" in attrs:
                value = attrs.get("value", "on" if is_choice else "")
                self.values.setdefault(name, []).append(value)
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and "selected" in attrs:
            self.values.setdefault(self.select, []).append(attrs.get("value", ""))
        elif tag == "textarea":
            self.textarea = name
            self.values[name] = [""]

    def handle_endtag(self, tag):
        if tag == "select":
            self.select = None
        elif tag == "textarea":
            # HTML drops the line break that templates put first.
            text = self.values[self.textarea][0]
            self.values[self.textarea] = [text.removeprefix("\r").removeprefix("\n")]
            self.textarea = None

    def handle_data(self, data):
        if self.textarea:
            self.values[self.textarea][0] += data


def read_form(response) -> FormReader:
    """What a page's controls hold, and their attributes."""
    reader = FormReader()
    reader.feed(response.content.decode())
    return reader


def posted(response, **typed) -> dict:
    """What a browser would post of the page, after `typed` was put into it."""
    values = read_form(response).values
    return values | {
        name: value if isinstance(value, list) else [value] for name, value in typed.items()
    }
