"""Keys that the handler has compared with their holders. A server that slips in a key of its own gets nothing sealed.

They stand in a file beside the key file: public halves only.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from jianfu.voice.rules.routing import Reader
from jianfu.voice.sealing.boxes import NotAKey
from jianfu.voice.wire import Inbox, NotSigned, Registration, read_registration


@dataclass(frozen=True, slots=True)
class Known:
    """Who is registered at the server, parted by whether this handler has compared the keys."""

    compared: tuple[Registration, ...]
    new: tuple[Registration, ...]
    recovery: str
    """The recovery key once compared, else empty."""
    new_recovery: str
    """A recovery key that is not compared yet, else empty."""

    def readers(self) -> list[Reader]:
        """The compared ones, as routing wants them; the signing key is the id."""
        return [Reader(one.signs_as, one.unit, one.body, one.encrypts_to) for one in self.compared]

    def name_of(self, signing_key: str) -> str:
        """Unit and name of a handler by signing key; the key's beginning for an unknown one."""
        for one in (*self.compared, *self.new):
            if one.signs_as == signing_key:
                return f"{one.unit} {one.name}"
        return f"未知（{signing_key[:8]}…）"


class ReaderFile:
    """The file of compared keys."""

    def __init__(self, path: Path) -> None:
        """`path` need not exist yet: then nothing is compared."""
        self._path = path

    def look_through(self, inbox: Inbox, own: Registration) -> Known:
        """The registered readers; the own key needs no comparing. Lines that are not signed rightly are passed over."""
        compared = self._load()
        registered = list(dict.fromkeys([own, *_read_lines(inbox["readers"])]))
        recovery = inbox["recovery"]
        is_compared = recovery in compared
        return Known(
            compared=tuple(one for one in registered if one == own or _mark(one) in compared),
            new=tuple(one for one in registered if one != own and _mark(one) not in compared),
            recovery=recovery if is_compared else "",
            new_recovery="" if is_compared else recovery,
        )

    def confirm(self, reader: Registration | str) -> None:
        """Note that a reader's keys, or a recovery key, have been compared."""
        mark = reader if isinstance(reader, str) else _mark(reader)
        marks = sorted({*self._load(), mark})
        self._path.write_text(json.dumps(marks, ensure_ascii=False, indent=1), encoding="utf-8")

    def _load(self) -> frozenset[str]:
        try:
            return frozenset(str(mark) for mark in json.loads(self._path.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return frozenset()


def _read_lines(lines: Sequence[str]) -> list[Registration]:
    found = []
    for line in lines:
        try:
            found.append(read_registration(line))
        except (NotSigned, NotAKey):
            continue
    return found


def _mark(reader: Registration) -> str:
    """All that must stay as it was compared: a key that wanders to another unit is new again."""
    return f"{reader.unit}/{reader.name}/{reader.body.value}/{reader.encrypts_to}/{reader.signs_as}"
