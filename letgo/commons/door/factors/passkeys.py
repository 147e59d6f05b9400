"""Passkeys as the WebAuthn standard has them, by the library `webauthn`: what the browser is asked, and whether its answer is true."""

import json
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from letgo.commons.door.models import Factor
from letgo.commons.people.models import Person
from letgo.commons.record.refusals import Refused

SECONDS = 300
NOT_RIGHT = ("The passkey was not accepted.", "Try once more, or sign in another way.")


@dataclass(frozen=True)
class Question:
    """What a page asks the browser: `options` (JSON), and `token`, which our own question is known by. It holds for five minutes."""

    options: str
    token: str


def to_register(person: Person, has: list[Factor]) -> Question:
    """Ask for a new passkey. The browser is told our site's name and a random-looking number, no name of a person."""
    options = generate_registration_options(
        rp_id=_host(),
        rp_name="Letgo",
        user_id=person.pk.bytes,
        user_name="My account",
        user_display_name="My account",
        exclude_credentials=[PublicKeyCredentialDescriptor(id=base64url_to_bytes(row.credential)) for row in has],
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
    )
    return Question(options_to_json(options), _token(options.challenge, str(person.pk)))


def to_sign_in() -> Question:
    """Ask for any passkey of this site."""
    options = generate_authentication_options(rp_id=_host(), user_verification=UserVerificationRequirement.REQUIRED)
    return Question(options_to_json(options), _token(options.challenge, ""))


def registered(answer: str, token: str, person: Person) -> tuple[str, str, int]:
    """(id, public key as hex, sign count) of a new passkey. Raises Refused."""
    try:
        found = verify_registration_response(
            credential=answer,
            expected_challenge=_challenge(token, str(person.pk)),
            expected_rp_id=_host(),
            expected_origin=settings.LETGO_SITE,
            require_user_verification=True,
        )
    except (WebAuthnException, signing.BadSignature, ValueError, KeyError, TypeError):
        raise Refused(*NOT_RIGHT) from None
    return bytes_to_base64url(found.credential_id), found.credential_public_key.hex(), found.sign_count


def credential_of(answer: str) -> str:
    """Which passkey an answer claims to be: its id, "" when it says none."""
    try:
        claimed = json.loads(answer)["id"]
    except (ValueError, KeyError, TypeError):
        return ""
    return claimed if isinstance(claimed, str) else ""


def proved(answer: str, token: str, factor: Factor) -> int:
    """The new sign count of a passkey that answered our own question with its owner's finger or PIN. Raises Refused."""
    try:
        found = verify_authentication_response(
            credential=answer,
            expected_challenge=_challenge(token, ""),
            expected_rp_id=_host(),
            expected_origin=settings.LETGO_SITE,
            credential_public_key=bytes.fromhex(factor.secret),
            credential_current_sign_count=factor.counter,
            require_user_verification=True,
        )
    except (WebAuthnException, signing.BadSignature, ValueError, KeyError, TypeError):
        raise Refused(*NOT_RIGHT) from None
    return found.new_sign_count


def _host() -> str:
    return urlsplit(settings.LETGO_SITE).hostname or "localhost"


def _token(challenge: bytes, whose: str) -> str:
    return signing.dumps([bytes_to_base64url(challenge), whose], salt="letgo.door.passkey")


def _challenge(token: str, whose: str) -> bytes:
    challenge, meant = signing.loads(token, salt="letgo.door.passkey", max_age=SECONDS)
    if meant != whose:
        raise signing.BadSignature("asked of someone else")
    return base64url_to_bytes(challenge)
