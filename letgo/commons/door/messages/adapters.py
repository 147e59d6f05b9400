"""Who carries a message: the outbox page, an SMTP server, or GOV.UK Notify. settings.LETGO_CARRIERS names one for each kind."""

import logging
from collections.abc import Mapping
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException
from typing import Protocol
from urllib.parse import parse_qsl, unquote, urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from notifications_python_client.errors import HTTPError
from notifications_python_client.notifications import NotificationsAPIClient

SECONDS = 10
AGAIN = {429, 500, 502, 503, 504}
# The client writes a carrier's answer into the log, and that can hold an address.
logging.getLogger("notifications_python_client").setLevel(logging.CRITICAL)


class NotSent(Exception):
    """It did not go out. `for_good`: this address will not work later either. Its words hold nothing from the message."""

    def __init__(self, why: str, for_good: bool):
        super().__init__(why)
        self.for_good = for_good


class Carrier(Protocol):
    """Hands one message over and returns the carrier's own id for it. Raises NotSent."""

    name: str

    def send(self, kind: str, to: str, subject: str, body: str, reference: str) -> str: ...


class Outbox:
    """Sends nothing: the message is kept for the outbox page, a day long."""

    name = "outbox"

    def send(self, kind: str, to: str, subject: str, body: str, reference: str) -> str:
        return ""


class Smtp:
    """E-mail by the SMTP server of LETGO_SMTP: smtp://user:password@host:port?tls=start|all|none."""

    name = "smtp"

    def __init__(self, address: str):
        parts = urlsplit(address)
        tls = dict(parse_qsl(parts.query)).get("tls", "start")
        self.connection = get_connection(
            "django.core.mail.backends.smtp.EmailBackend",
            host=parts.hostname,
            port=parts.port or (465 if tls == "all" else 587),
            username=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
            use_tls=tls == "start",
            use_ssl=tls == "all",
            timeout=SECONDS,
        )

    def send(self, kind: str, to: str, subject: str, body: str, reference: str) -> str:
        number = f"<{reference}@{urlsplit(settings.LETGO_SITE).hostname}>"
        mail = EmailMessage(subject, body, settings.LETGO_MAIL_FROM, [to], connection=self.connection)
        mail.extra_headers = {"Message-ID": number, "Auto-Submitted": "auto-generated"}
        try:
            mail.send()
        except SMTPRecipientsRefused as error:
            codes = [code for code, _ in error.recipients.values()]
            raise NotSent("the server refused the address", for_good=all(code >= 500 for code in codes)) from None
        except SMTPResponseException as error:
            raise NotSent(f"the server said {error.smtp_code}", for_good=error.smtp_code >= 550) from None
        except (SMTPException, OSError) as error:
            raise NotSent(type(error).__name__, for_good=False) from None
        return number


class Notify:
    """GOV.UK Notify: e-mail, texts and letters. Each of its three templates holds ((body)), that for e-mail ((subject)) too."""

    name = "notify"

    def __init__(self, key: str, templates: Mapping[str, str], address: str):
        self.client = NotificationsAPIClient(key, base_url=address, timeout=SECONDS)
        self.templates = templates

    def send(self, kind: str, to: str, subject: str, body: str, reference: str) -> str:
        try:
            return str(self._handed(kind, to, subject, body, reference)["id"])
        except HTTPError as error:
            raise NotSent(f"Notify said {error.status_code}", for_good=error.status_code not in AGAIN) from None

    def _handed(self, kind: str, to: str, subject: str, body: str, reference: str) -> Mapping[str, str]:
        template = self.templates[kind]
        if kind == "text":
            return self.client.send_sms_notification(to, template, {"body": body}, reference)
        if kind == "email":
            return self.client.send_email_notification(to, template, {"subject": subject, "body": body}, reference)
        lines = {f"address_line_{number}": line for number, line in enumerate(to.splitlines()[:7], start=1)}
        return self.client.send_letter_notification(template, {**lines, "subject": subject, "body": body}, reference)


def carrier(kind: str) -> Carrier:
    """The carrier that this installation has chosen for texts, e-mail or letters; the outbox where it has not."""
    chosen = settings.LETGO_CARRIERS.get(kind, "outbox")
    if chosen == "smtp" and kind == "email":
        return Smtp(settings.LETGO_SMTP)
    if chosen == "notify":
        return Notify(
            settings.LETGO_NOTIFY["key"], settings.LETGO_NOTIFY["templates"], settings.LETGO_NOTIFY["address"]
        )
    return Outbox()
