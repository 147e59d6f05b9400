"""Accounts elsewhere by OpenID Connect, with the library authlib: where to send someone, and who came back. Off unless configured."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.common.security import generate_token
from authlib.integrations.requests_client import OAuth2Session
from django.conf import settings
from django.core import signing
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from letgo.commons.door import codes
from letgo.commons.record.clock import now
from letgo.commons.record.refusals import Refused

SECONDS = 10
HOLDS = 600
LEEWAY = 60
NOT_RIGHT = ("The other account did not let us know who you are.", "Try once more, or sign in another way.")
ALGORITHMS = ["RS256", "PS256", "ES256"]


@dataclass(frozen=True)
class Sent:
    """Where the browser goes, and what it must bring back in a cookie of its own."""

    address: str
    token: str


def is_on() -> bool:
    """Whether this installation takes accounts elsewhere."""
    return bool(settings.LETGO_ACCOUNTS)


def send(back: str, session: str) -> Sent:
    """Begin: state, nonce and PKCE are made anew. `session` is that of someone who wants to join the account to their own, or ""."""
    try:
        about = _about()
        state, nonce, verifier = codes.secret(), codes.secret(), generate_token(64)
        address, _ = _client(back).create_authorization_url(
            about["authorization_endpoint"], state=state, nonce=nonce, code_verifier=verifier
        )
    except (AuthlibBaseError, requests.RequestException, KeyError, ValueError):
        raise Refused(*NOT_RIGHT) from None
    return Sent(address, signing.dumps([state, nonce, verifier, session], salt="letgo.door.account"))


def came_back(back: str, token: str, given: Mapping[str, str]) -> tuple[str, str, str]:
    """(issuer, subject, session) of who came back. State, signature, issuer, audience, nonce and times are checked. Raises Refused."""
    try:
        state, nonce, verifier, session = signing.loads(token, salt="letgo.door.account", max_age=HOLDS)
        if not given.get("state") or not codes.same(given["state"], state):
            raise ValueError("another state")
        if given.get("iss", settings.LETGO_ACCOUNTS["issuer"]) != settings.LETGO_ACCOUNTS["issuer"]:
            raise ValueError("another issuer")
        about = _about()
        found = _client(back).fetch_token(
            about["token_endpoint"], code=given["code"], code_verifier=verifier, timeout=SECONDS
        )
        claims = _claims(found["id_token"], about, nonce)
    except (
        AuthlibBaseError,
        JoseError,
        signing.BadSignature,
        requests.RequestException,
        KeyError,
        ValueError,
        TypeError,
    ):
        raise Refused(*NOT_RIGHT) from None
    return claims["iss"], claims["sub"], session


def _client(back: str) -> OAuth2Session:
    ours = settings.LETGO_ACCOUNTS
    return OAuth2Session(
        ours["client"],
        ours["secret"] or None,
        scope="openid",
        redirect_uri=f"{settings.LETGO_SITE}{back}",
        code_challenge_method="S256",
        token_endpoint_auth_method="client_secret_basic" if ours["secret"] else "none",
    )


def _about() -> dict[str, Any]:
    """What the issuer says of itself; it must be the issuer that we were told of."""
    issuer = settings.LETGO_ACCOUNTS["issuer"]
    found = _json(f"{issuer}/.well-known/openid-configuration")
    if found["issuer"] != issuer:
        raise ValueError("another issuer")
    return found


def _claims(id_token: str, about: Mapping[str, Any], nonce: str) -> Mapping[str, Any]:
    ours = settings.LETGO_ACCOUNTS
    token = jwt.decode(id_token, KeySet.import_key_set(_json(about["jwks_uri"])), algorithms=ALGORITHMS)
    wanted = jwt.JWTClaimsRegistry(
        now=int(now().timestamp()),
        leeway=LEEWAY,
        iss={"essential": True, "value": ours["issuer"]},
        sub={"essential": True},
        aud={"essential": True, "value": ours["client"]},
        exp={"essential": True},
        iat={"essential": True},
        nonce={"essential": True, "value": nonce},
    )
    wanted.validate(token.claims)
    if token.claims.get("azp", ours["client"]) != ours["client"] or not isinstance(token.claims["sub"], str):
        raise ValueError("meant for another")
    return token.claims


def _json(address: str) -> dict[str, Any]:
    answer = requests.get(address, timeout=SECONDS, allow_redirects=False)
    answer.raise_for_status()
    return dict(answer.json())
