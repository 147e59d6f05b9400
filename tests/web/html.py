"""A page taken apart far enough to say what is wrong with it."""

import re
from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
SVG_EMPTY = {"rect", "line", "path", "circle", "use"}
REFERENCES = ("for", "aria-labelledby", "aria-describedby", "aria-controls")
HEADING = re.compile(r"h[1-6]")
SUMMARY = "govuk-error-summary__title"  # an h2 that stands before the h1, as GOV.UK has it: the errors are the news
UNSEEN = {"style", "script", "title", "desc"}


class Page(HTMLParser):
    """Faults of nesting while it is read; ids, headings, links and the visible text afterwards."""

    def __init__(self, source: str):
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.faults: list[str] = []
        self.ids: list[str] = []
        self.refers: list[tuple[str, str]] = []
        self.headings: list[int] = []
        self.links: list[str] = []
        self.loads: list[str] = []
        self.inline: list[str] = []
        self.text: list[str] = []
        self.feed(source)
        self.close()
        if self.open:
            self.faults.append(f"never closed: {self.open}")

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if len(given) != len(attrs):
            self.faults.append(f"<{tag}> says something twice: {attrs}")
        if given.get("id"):
            self.ids.append(given["id"])
        for name in REFERENCES:
            self.refers += [(name, ident) for ident in (given.get(name) or "").split()]
        if HEADING.fullmatch(tag) and given.get("class") != SUMMARY:
            self.headings.append(int(tag[1]))
        if tag == "a":
            self.links.append(given.get("href") or "")
        self.loads += [given[name] for name in ("src", "srcset", "data") if given.get(name)]
        if tag == "link":
            self.loads.append(given.get("href") or "")
        self.inline += [f"<{tag} {name}>" for name in given if name == "style" or name.startswith("on")]
        if tag in ("style", "script") and "src" not in given:
            self.inline.append(f"<{tag}>")
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        if tag in VOID:
            return
        if not self.open or self.open[-1] != tag:
            self.faults.append(f"</{tag}> closes {self.open[-3:]}")
            return
        self.open.pop()

    def handle_data(self, data):
        if data.strip() and not UNSEEN & set(self.open):
            self.text.append(data)

    def wrong(self) -> list[str]:
        """Everything that is wrong with the page's skeleton."""
        twice = sorted({i for i in self.ids if self.ids.count(i) > 1})
        lost = [f"{name} leads to #{ident}" for name, ident in self.refers if ident not in self.ids]
        lost += [f"link leads to {href}" for href in self.links if href.startswith("#") and href[1:] not in self.ids]
        jumps = [f"h{a} then h{b}" for a, b in zip(self.headings, self.headings[1:], strict=False) if b > a + 1]
        if self.headings.count(1) != 1 or self.headings[0] != 1:
            jumps.append(f"headings {self.headings[:5]}")
        return self.faults + [f"id {i} twice" for i in twice] + lost + jumps + self.inline


BLOCK = re.compile(
    r"</?(?:p|li|h[1-6]|td|th|caption|div|summary|button|label|dd|dt|a|ul|ol|table|tr|section|text|option)\b[^>]*>"
)
HIDDEN = re.compile(r"<(script|style|title|desc|svg)\b.*?</\1>", re.DOTALL)


def sentences(source: str) -> list[str]:
    """Each sentence that a page shows, without its markup."""
    from html import unescape

    body = HIDDEN.sub(" ", source.partition("<body")[2].partition(">")[2])
    blocks = re.split(BLOCK, re.sub(r"<a\b[^>]*>|</a>", "", body))
    found = []
    for block in blocks:
        text = re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", "", block))).strip()
        found += [s for s in re.split(r"(?<=[.?!:])[”’]?\s+", text) if re.search(r"\w", s)]
    return found
