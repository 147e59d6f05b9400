"""The code on a printed form: shown on its page, typed in by who brings the paper back."""

import re

from django.http import HttpRequest

CODE = re.compile(r"[A-Z0-9]{4}-[A-Z0-9]{4}")


def shown(request: HttpRequest) -> str:
    """The code in ?paper=ABCD-EFGH for a page to print, or ""."""
    found = request.GET.get("paper", "")
    return found if CODE.fullmatch(found) else ""


def written(code: str) -> str:
    """ABCDEFGH as ABCD-EFGH."""
    return f"{code[:4]}-{code[4:]}"
