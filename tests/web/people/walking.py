"""Going through a page as a person does: its form as it stands, with a few answers, and the button that is pressed."""

import re
from html import unescape

FIELD = re.compile(r"<input\b[^>]*>")
ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')


def hidden(response) -> dict[str, list[str]]:
    """The hidden fields of the page's last form (the one in the content)."""
    found: dict[str, list[str]] = {}
    for tag in FIELD.findall(response.content.decode()):
        given = {name: unescape(value) for name, value in ATTRIBUTE.findall(tag)}
        if given.get("type") == "hidden" and given.get("name"):
            found.setdefault(given["name"], []).append(given["value"])
    return {
        name: values[-1:] if name in ("form_key", "csrfmiddlewaretoken", "at", "page") else values
        for name, values in found.items()
    }


def walk(client, where: str, *answers, go: str = "send"):
    """Answer each page of a journey in turn, then press its last button. Returns the last page."""
    response = client.get(where)
    for given in answers:
        response = client.post(where, {**hidden(response), **given})
        assert response.status_code == 200, response.content.decode()
    return client.post(where, {**hidden(response), "go": go})
