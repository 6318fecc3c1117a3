"""What a test needs of a page of HTML: its elements, and what is wrong with it."""

from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
# Elements of SVG that may close themselves.
DRAWN = {"path", "circle", "rect", "line", "use"}


class Html(HTMLParser):
    """A parsed page: `elements` are (tag, attributes), `texts` the text in each kind of element.

    `faults` says where tags do not match, and which ids stand twice.
    """

    def __init__(self, text: str):
        super().__init__()
        self.elements, self.faults, self.open = [], [], []
        self.texts = {}
        self.feed(text)
        self.close()
        self.faults += [f"<{tag}> is never closed" for tag in self.open]
        ids = [attributes["id"] for _tag, attributes in self.elements if "id" in attributes]
        self.faults += [f"id {name} stands twice" for name in set(ids) if ids.count(name) > 1]
        links = {name for _tag, attributes in self.elements if (name := attributes.get("href"))}
        here = {link[1:] for link in links if link.startswith("#")}
        self.faults += [f"#{name} leads nowhere" for name in here - set(ids)]

    def handle_starttag(self, tag, attributes):
        names = [name for name, _value in attributes]
        self.faults += [f"<{tag}> says {name} twice" for name in names if names.count(name) > 1]
        self.elements.append((tag, dict(attributes)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))
        if tag not in VOID | DRAWN:
            self.faults.append(f"<{tag}/> cannot close itself")

    def handle_endtag(self, tag):
        if not self.open or self.open[-1] != tag:
            self.faults.append(f"</{tag}> closes {self.open[-1:]} in line {self.getpos()[0]}")
        if tag in self.open:
            while self.open.pop() != tag:
                pass

    def handle_data(self, data):
        if self.open:
            self.texts.setdefault(self.open[-1], []).append(data)

    def all(self, tag: str, **wanted) -> list[dict]:
        """The attributes of each `tag` that has all the attributes `wanted`."""
        return [
            attributes
            for name, attributes in self.elements
            if name == tag and wanted.items() <= attributes.items()
        ]

    def links(self) -> set[str]:
        """Where the page leads to."""
        return {attributes["href"] for attributes in self.all("a") if "href" in attributes}

    def text(self, tag: str) -> str:
        """What all elements `tag` say themselves, children left out."""
        return " ".join("".join(self.texts.get(tag, [])).split())
