"""Making codes and secrets, and the keyed hashes of them that are kept. Nothing here reads or writes a row."""

import hmac
from base64 import urlsafe_b64encode
from functools import cache
from hashlib import sha256
from secrets import choice, token_urlsafe

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.utils.encoding import force_bytes

from letgo.commons.door import rules

HASHER = PasswordHasher(
    time_cost=2, memory_cost=19 * 1024, parallelism=1
)  # OWASP's least for argon2id; a PIN is tried 5 times


def number_code() -> str:
    """6 figures: 20 bits. Only good with few tries, and never without the address it was sent to."""
    return "".join(choice(rules.DIGITS) for _ in range(rules.NUMBER_CODE))


def secret() -> str:
    """256 bits for a link or a cookie, 43 characters."""
    return token_urlsafe(32)


def keyed(purpose: str, *parts: object) -> str:
    """A hash that only this house can make (hex, 64): who reads the table cannot try out six figures."""
    key = hmac.new(force_bytes(settings.SECRET_KEY), b"letgo.door", sha256).digest()
    words = "\0".join([purpose, *map(str, parts)])
    return hmac.new(key, words.encode("utf-8", "replace"), sha256).hexdigest()


def session_secret(session: object, key: str) -> str:
    """The secret of a session that was opened for `key`: the same for a second click, and for nobody without that key."""
    return keyed("session", session, key)[:60]


def step_secret(code: object, key: str) -> str:
    """The secret of a second step that is owed after `code` was given with `key`."""
    return keyed("owed", code, key)[:60]


def derived_letters(code: object, key: str) -> str:
    """The letters of the code with this id that was made for `key`: 128 random bits of a form and the house's key are in it."""
    number, found = int(keyed("letters", code, key), 16), ""
    for _ in range(rules.LETTER_CODE):
        number, place = divmod(number, len(rules.LETTERS))
        found += rules.LETTERS[place]
    return found


def session_digest(given: str) -> str:
    """What stands in the sessions' table for a cookie's secret."""
    return sha256(given.encode()).hexdigest()


def same(one: str, other: str) -> bool:
    """Compared without telling by the time how much of it was right."""
    return hmac.compare_digest(one.encode(), other.encode())


def pin_hash(pin: str) -> str:
    """argon2id of a PIN."""
    return HASHER.hash(pin)


def pin_fits(kept: str, pin: str) -> bool:
    """Whether `pin` is the one that was hashed. With `kept` "" it takes as long and says no."""
    try:
        return HASHER.verify(kept or _nobodys(), pin) and bool(kept)
    except Argon2Error:
        return False


def sealed(plain: str) -> str:
    """`plain` encrypted under the house's key, for what must be read again (an app's seed)."""
    return _box().encrypt(plain.encode()).decode()


def opened(kept: str) -> str:
    """What was sealed(), or "" when the house's key is another one now."""
    try:
        return _box().decrypt(kept.encode()).decode()
    except InvalidToken:
        return ""


def _box() -> Fernet:
    return Fernet(urlsafe_b64encode(bytes.fromhex(keyed("box"))))


@cache
def _nobodys() -> str:
    return HASHER.hash(secret())
