"""What stands before Django: requests that it cannot even begin to read are put right."""

from collections.abc import Callable, Iterable
from typing import Any

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class Door:
    """A WSGI application around another. All our pages are UTF-8: a request's own word for its charset is left out.

    Django takes it at its word for the address too, and fails before any middleware where it is no charset of text.
    """

    def __init__(self, application: Application) -> None:
        self.application = application

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """The answer of the application inside."""
        environ["CONTENT_TYPE"] = leave_out_charset(environ.get("CONTENT_TYPE", ""))
        return self.application(environ, start_response)


def leave_out_charset(content_type: str) -> str:
    """`a/b; charset=x; boundary=y` → `a/b; boundary=y`."""
    parts = [part.strip() for part in content_type.split(";")]
    return "; ".join(part for part in parts if not part.lower().startswith("charset"))
