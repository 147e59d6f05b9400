"""The addresses of bodies and elections: what each needs, and who gets in."""

from typing import Any

from tests.web.addresses import Address

ADDRESSES: dict[str, Any] = {}
