"""Reading a file from an address, for `letgo verify`: within limits of size and time, and from nowhere but the host that was named."""

import time
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, OpenerDirector, Request, build_opener

LARGEST = 4 * 1024**3  # bytes: a record of some ten million entries
LONGEST = 3600.0  # seconds for all of it
SILENCE = 30.0  # seconds without a byte


class NotRead(OSError):
    """Why it was not read to its end, in words."""

    def __init__(self, words: str):
        super().__init__(0, words)


class Fetched:
    """What an address gives, as a file that is read once, from its beginning."""

    def __init__(self, response: Any, largest: int = LARGEST, longest: float = LONGEST):
        self.response, self.left, self.until = response, largest, time.monotonic() + longest

    def readline(self, most: int) -> bytes:
        return self._counted(self.response.readline(most))

    def read(self) -> bytes:
        parts = []
        while part := self._counted(self.response.read(1024 * 1024)):
            parts.append(part)
        return b"".join(parts)

    def _counted(self, data: bytes) -> bytes:
        self.left -= len(data)
        if self.left < 0:
            raise NotRead("it is larger than what is read from an address; save it and check the file")
        if time.monotonic() > self.until:
            raise NotRead("it comes too slowly; save it and check the file")
        return data


class SameHost(HTTPRedirectHandler):
    """Follows a redirect to another address of the same host only, and never from https to http."""

    def redirect_request(self, req: Request, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Request | None:
        old, new = urlsplit(req.full_url), urlsplit(newurl)
        if new.hostname != old.hostname or (old.scheme == "https" and new.scheme != "https"):
            raise NotRead("it sends us to another host; give that address if you trust it")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def is_address(word: str) -> bool:
    """Whether this is an address and not the name of a file."""
    return word.startswith(("http://", "https://"))


def fetch(address: str, largest: int = LARGEST, longest: float = LONGEST) -> Fetched:
    """Ask for the file at `address`. Raises OSError (NotRead) with the reason in its strerror."""
    try:
        return Fetched(_opener().open(address, timeout=SILENCE), largest, longest)
    except HTTPError as error:
        raise NotRead(f"its host answers {error.code}") from None
    except URLError as error:
        why = error.reason
        raise NotRead(why.strerror or str(why) if isinstance(why, OSError) else str(why)) from None
    except ValueError:
        raise NotRead("it is no address") from None


def _opener() -> OpenerDirector:
    return build_opener(SameHost)
