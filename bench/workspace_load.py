"""The workspace under many users: p95 of pages beside an empty page of the same server, in one run.

Pages are kept until somebody writes, so each kind is asked in two ways: a few addresses again and again, as on a
morning on which all look at the same, and addresses that nobody has asked for yet, each once (`new`).

python -m bench.workspace_load --demo demo [--users 500] [--seconds 60]
"""

import argparse
import asyncio
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

EMPTY = "/livez"
PAGES = {
    "empty": [EMPTY],
    "list": ["/rows/?page=3", "/problems/", "/cases/"],
    "detail": ["/rows/50/", "/rows/90000/", "/organ/30/"],
    "county": ["/county/"],
    "new list": [f"/rows/?page={page}" for page in range(1, 3_000)],
    "new detail": [f"/rows/{number}/" for number in range(1, 60_000)],
    "new county": [f"/county/?{number}" for number in range(60_000)],
}
MIX = ["/rows/?page=2", "/rows/50/", "/county/", "/problems/", "/organ/30/", "/rows/?words=消防", "/cases/", EMPTY]
JIANFU = Path(sys.executable).parent / "jianfu"


@dataclass
class Measured:
    """Seconds of each answer, and how many were none or not 200."""

    seconds: list[float] = field(default_factory=list)
    errors: int = 0

    def p95(self) -> float:
        return sorted(self.seconds)[int(len(self.seconds) * 0.95)] if self.seconds else float("nan")


@contextmanager
def serve(demo: Path) -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [str(JIANFU), "serve", "--demo", str(demo), "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(300):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}{EMPTY}").close()
                break
            except OSError:
                time.sleep(1)
        yield port
    finally:
        process.send_signal(signal.SIGINT)
        process.wait()


def make_cookies(demo: Path, users: int) -> list[str]:
    """Sessions of the analyst, made in the database: signing in is not what is measured."""
    os.environ |= {"JIANFU_HOME": str((demo / "数据").resolve()), "DJANGO_SETTINGS_MODULE": "jianfu.web.site"}
    import django

    django.setup()
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from jianfu.web.access import sessions
    from jianfu.web.accounts.models import Account

    account = Account.objects.get(role="analyst")
    cookies = []
    for _ in range(users):
        session = SessionStore()
        session[SESSION_KEY], session[HASH_SESSION_KEY] = str(account.pk), account.get_session_auth_hash()
        session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
        sessions.begin(session, int(time.time()), with_second_factor=True)
        session.create()
        cookies.append(f"session={session.session_key}")
    return cookies


async def _ask(port: int, address: str, cookie: str, measured: Measured) -> None:
    start = time.perf_counter()
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        quoted = urllib.request.quote(address, safe="/?=&")  # type: ignore[attr-defined]
        head = f"GET {quoted} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookie}\r\nConnection: close\r\n\r\n"
        writer.write(head.encode())
        answer = await reader.read()
        writer.close()
    except OSError:
        measured.errors += 1
        return
    measured.seconds.append(time.perf_counter() - start)
    measured.errors += not re.match(rb"HTTP/1.1 200 ", answer)


async def _load(port: int, addresses: list[str], cookies: list[str], seconds: float) -> Measured:
    measured, end = Measured(), time.perf_counter() + seconds

    places = count()

    async def user(cookie: str) -> None:
        while time.perf_counter() < end:
            await _ask(port, addresses[next(places) % len(addresses)], cookie, measured)

    await asyncio.gather(*(user(cookie) for cookie in cookies))
    return measured


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--demo", type=Path, default=Path("demo"))
    parser.add_argument("--users", type=int, default=500)
    parser.add_argument("--seconds", type=float, default=60)
    asked = parser.parse_args()
    with serve(asked.demo) as port:
        cookies = make_cookies(asked.demo, asked.users)
        empty = 0.0
        for name, addresses in PAGES.items():
            found = asyncio.run(_load(port, addresses, cookies, asked.seconds / 3))
            empty = empty or found.p95()
            rate = len(found.seconds) / (asked.seconds / 3)
            ratio = found.p95() / empty
            print(f"{name:10} p95 {found.p95():7.3f} s  {ratio:5.1f} x empty  {rate:6.0f}/s  errors {found.errors}")
        mix = asyncio.run(_load(port, MIX, cookies, asked.seconds))
        print(f"mix        p95 {mix.p95():7.3f} s  {len(mix.seconds) / asked.seconds:6.0f}/s  errors {mix.errors}")


if __name__ == "__main__":
    main()
