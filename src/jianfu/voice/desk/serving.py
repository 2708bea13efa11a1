"""Serves the desk on this computer only, and says its address."""

import sys
from collections.abc import Callable
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

from jianfu.voice.desk.pages import Pages
from jianfu.voice.desk.site import Desksite

if sys.platform != "win32":
    import resource

ADDRESS = "127.0.0.1"
TOKEN_BYTES = 16


class _Silent(WSGIRequestHandler):
    """Writes no line for a request: addresses hold the token."""

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def open_desk(pages: Pages, *, port: int, random: Callable[[int], bytes]) -> tuple[WSGIServer, str]:
    """(server, address to open). `port` 0 takes a free one. OSError where the port is taken.

    Nothing of this process is written to disk when it crashes: what is opened is in its memory.
    """
    if sys.platform != "win32":
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    token = random(TOKEN_BYTES).hex()
    server = WSGIServer((ADDRESS, port), _Silent)
    number = server.server_address[1]
    hosts = frozenset({f"{ADDRESS}:{number}", f"localhost:{number}"})
    server.set_app(Desksite(pages, token=token, hosts=hosts))
    return server, f"http://{ADDRESS}:{number}/{token}/"
