"""Opens a handler's desk for a command: the key file, the passphrase, the way to the server."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from jianfu.cli.terminal.screen import complain, fail

if TYPE_CHECKING:
    from jianfu.voice.desk.complaints import Desk, Opened, Overview
    from jianfu.voice.desk.keyfile import HandlerKeys

KeyOption = Annotated[Path, typer.Option(help="钥匙文件，由 voice keys make 做成", metavar="文件")]
ServerOption = Annotated[str, typer.Option(help="匿名渠道的地址，如 https://voice.example", metavar="网址")]
CertificateOption = Annotated[
    Path | None, typer.Option(help="本县自己的证书（PEM），网址用的不是公共证书时写", metavar="文件")
]
PASSPHRASE_VARIABLE = "JIANFU_VOICE_PASSPHRASE"  # noqa: S105  # where one is found, not one


def open_desk(key: Path, server: str, certificate: Path | None, *, recovery: str = "") -> "Desk":
    """The desk behind a key file; asks for the passphrase. Nothing has been asked of the server yet."""
    from jianfu.voice.desk.complaints import Desk
    from jianfu.voice.desk.known_readers import ReaderFile
    from jianfu.voice.desk.server import Server, send_over_https

    keys = unlock(key)
    try:
        send = send_over_https(server, certificate)
    except (ValueError, OSError) as problem:
        fail(str(problem))
    way = Server(send, keys, today=date.today, random=os.urandom)  # the handler's own calendar day
    return Desk(keys, way, ReaderFile(key.with_suffix(".readers.json")), random=os.urandom, recovery=recovery)


def unlock(key: Path) -> "HandlerKeys":
    """The keys of a key file, after asking for the passphrase."""
    from jianfu.voice.desk.keyfile import CannotUnlock, unlock_keys

    try:
        data = key.read_bytes()
    except OSError as problem:
        fail(f"{key} 读不出来（{problem.strerror}）。")
    try:
        return unlock_keys(data, ask_passphrase("口令"))
    except CannotUnlock as problem:
        fail(str(problem))


def ask_passphrase(words: str, *, twice: bool = False) -> str:
    """What is typed without being shown; from the environment where a program calls."""
    given = os.environ.get(PASSPHRASE_VARIABLE)
    if given is not None:
        return given
    return str(typer.prompt(words, hide_input=True, confirmation_prompt="再输一遍" if twice else False))


def read_words(words: str) -> str:
    """A text given as an argument, or from standard input for “-”: what is typed as an argument stays in histories."""
    return sys.stdin.read() if words == "-" else words


def find_complaint(overview: "Overview", token: str) -> "Opened":
    """The complaint whose token begins so."""
    found = [one for one in overview.complaints if one.token.startswith(token)]
    if len(found) != 1:
        fail("没有这一件，或编号不够长。编号见 jianfu voice inbox。")
    return found[0]


@contextmanager
def words_of_failures() -> Iterator[None]:
    """What the desk and the server refuse becomes the command's complaint."""
    from jianfu.voice.desk.acting import CannotDo
    from jianfu.voice.desk.server import Refused, Unreachable
    from jianfu.voice.sealing.envelopes import CannotOpen

    try:
        yield
    except (CannotDo, CannotOpen, Refused, Unreachable) as problem:
        fail(str(problem))


def warn_of_new_keys(overview: "Overview") -> None:
    """Say that keys wait to be compared: nothing is sealed to them."""
    count = len(overview.known.new) + bool(overview.known.new_recovery)
    if count:
        complain(f"有 {count} 把公钥还没有核对。请用 jianfu voice keys compare 或受理台的“受理人”页核对。")
