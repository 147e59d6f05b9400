"""A sign-in leads back to the page of ours that somebody came from, so that a link that was passed on is not lost on the way in."""

from uuid import UUID

from django.urls import Resolver404, resolve, reverse

MOST = 200
DOOR = "door.come-in"  # the verb of the ways in and out: none of them is a page to come back to


def page_of_ours(path: str) -> str:
    """`path` if a sign-in may lead to it, else "". Only a page that shows something, and whose address holds ids and names, no secret."""
    if not path.startswith("/") or path.startswith("//") or len(path) > MOST:
        return ""
    try:
        found = resolve(path)
    except Resolver404:
        return ""
    verb = getattr(found.func, "verbs", {}).get("GET", DOOR)
    plain = all(isinstance(value, UUID | int) or name == "slug" for name, value in found.kwargs.items())
    return path if verb != DOOR and plain else ""


def with_next(name: str, path: str) -> str:
    """The address of the page `name`, which leads on to `path` where that is a page of ours."""
    return leading(reverse(name), page_of_ours(path))


def leading(address: str, wanted: str) -> str:
    """The address of a step of the way in, which leads on to the page of ours `wanted`; "": to none."""
    return f"{address}?next={wanted}" if wanted else address
