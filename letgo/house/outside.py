"""What this installation reaches out to, read from its environment: its own address, who carries its messages, accounts elsewhere."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

CARRIES = {"email": {"outbox", "smtp", "notify"}, "text": {"outbox", "notify"}, "letter": {"outbox", "notify"}}


def site(env: Mapping[str, str], https: bool, hosts: Sequence[str]) -> str:
    """Where people find this site, for links in messages: LETGO_SITE, else the first host. Never what a request says.

    Raises ValueError for an address that is none.
    """
    given = env.get("LETGO_SITE", "").rstrip("/")
    if not given:
        first = next((host.lstrip(".") for host in hosts if host != "*"), "localhost")
        port = "" if "LETGO_HOSTS" in env else ":8000"
        return f"{'https' if https else 'http'}://{first}{port}"
    parts = urlsplit(given)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path or parts.query:
        raise ValueError("LETGO_SITE must read https://name.of.the.site")
    return given


def carriers(env: Mapping[str, str]) -> dict[str, str]:
    """kind -> "outbox", "smtp" or "notify" (LETGO_EMAIL_BY, LETGO_TEXT_BY, LETGO_LETTER_BY). Raises ValueError, naming the setting."""
    chosen = {kind: env.get(f"LETGO_{kind.upper()}_BY", "outbox") for kind in CARRIES}
    for kind, name in chosen.items():
        if name not in CARRIES[kind]:
            raise ValueError(f"LETGO_{kind.upper()}_BY must be one of {', '.join(sorted(CARRIES[kind]))}, not {name!r}")
        needed = {"smtp": "LETGO_SMTP", "notify": "LETGO_NOTIFY_KEY"}.get(name)
        if needed and not env.get(needed):
            raise ValueError(f"LETGO_{kind.upper()}_BY={name} needs {needed}")
        if name == "notify" and not env.get(f"LETGO_NOTIFY_{kind.upper()}"):
            raise ValueError(
                f"LETGO_{kind.upper()}_BY=notify needs LETGO_NOTIFY_{kind.upper()}, the id of its template"
            )
    return chosen


def notify(env: Mapping[str, str]) -> dict[str, Any]:
    """GOV.UK Notify: our key, the ids of its templates by kind, where it is, and the token that its receipts bring."""
    return {
        "key": env.get("LETGO_NOTIFY_KEY", ""),
        "templates": {kind: env.get(f"LETGO_NOTIFY_{kind.upper()}", "") for kind in CARRIES},
        "address": env.get("LETGO_NOTIFY_URL", "https://api.notifications.service.gov.uk"),
        "receipts": env.get("LETGO_NOTIFY_RECEIPTS", ""),
    }


def accounts(env: Mapping[str, str]) -> dict[str, str]:
    """Sign-in by an account elsewhere (OpenID Connect): {} unless LETGO_OIDC_ISSUER is set. Raises ValueError when it is half set."""
    issuer = env.get("LETGO_OIDC_ISSUER", "").rstrip("/")
    if not issuer:
        return {}
    if not env.get("LETGO_OIDC_CLIENT"):
        raise ValueError("LETGO_OIDC_ISSUER needs LETGO_OIDC_CLIENT")
    return {
        "issuer": issuer,
        "client": env["LETGO_OIDC_CLIENT"],
        "secret": env.get("LETGO_OIDC_SECRET", ""),
        "name": env.get("LETGO_OIDC_NAME", "another account"),
    }
