"""What every answer says to the browser about safety."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

# Nothing from another site, nothing inline: a project named <script> stays a name even if a template forgets to escape it.
POLICY = "; ".join(
    [
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "X-Frame-Options": "DENY",
    # A shared computer keeps no page that was opened by its secret address. Pages that are everyone's may say otherwise.
    "Cache-Control": "private, no-store",
}


def add_headers(answer: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: sets each of HEADERS that the page did not set itself, and keeps the body from who asked by HEAD."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if request.method == "HEAD" and not response.streaming:
            response.content = (
                b""  # its length stands in the headers already; a body would be noted as a fault each time
            )
        return response

    return middleware
