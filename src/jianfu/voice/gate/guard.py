"""Who is turned away before any page, and what every answer tells the browser."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from jianfu.voice.gate.refusals import refuse, refuse_staff, refuse_stranger
from jianfu.voice.pages.rendering import STYLE_DIGEST
from jianfu.voice.record.shuffling import blur_file_times
from jianfu.voice.wire import PATH as DESK_PATH

PADDING_BYTES = 16 * 1024
_A_YEAR = 365 * 24 * 3600
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'none'",
        f"style-src '{STYLE_DIGEST}'",
        "img-src data:",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "X-Robots-Tag": "noindex, noarchive",
}


class Guard:
    """The only middleware: refuses, lets the page answer, and closes the answer up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, padded and with its headers."""
        refusal = self._desk_refusal(request) if request.path == DESK_PATH else self._refusal(request)
        response = refusal or self.get_response(request)
        blur_file_times()
        return self._close(request, response)

    def _refusal(self, request: HttpRequest) -> HttpResponse | None:
        if settings.STAFF_COOKIES & set(request.COOKIES):
            return refuse_staff()
        if request.path == "/" and request.META.get("QUERY_STRING"):
            # Chat programs hang their own marks on an address; ours stays bare in the history.
            return HttpResponseRedirect("/")
        if request.method not in {"GET", "HEAD", "POST"}:
            return refuse(request, status=405)
        if request.method == "POST":
            return self._post_refusal(request)
        return None

    def _post_refusal(self, request: HttpRequest) -> HttpResponse | None:
        if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
            return refuse_stranger()
        length = request.META.get("CONTENT_LENGTH") or ""
        if not length.isdecimal():
            return refuse(request, status=411)
        if int(length) > settings.LARGEST_REQUEST_BYTES:
            return refuse(request, status=413)
        return None

    def _desk_refusal(self, request: HttpRequest) -> HttpResponse | None:
        if request.method != "POST":
            return refuse(request, status=405)
        return None

    def _close(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        for name, value in HEADERS.items():
            response[name] = value
        if settings.VOICE.tls:
            response["Strict-Transport-Security"] = f"max-age={_A_YEAR}"
        if response["Content-Type"].startswith("text/html"):
            pad(response)
        return response


def pad(response: HttpResponse) -> None:
    """Lengthen a page to a multiple of 16 KiB: who watches the line sees few sizes."""
    missing = -len(response.content) % PADDING_BYTES
    response.content += b"\n" * missing
    response["Content-Length"] = str(len(response.content))
