"""One watched folder. A file stays where it was put until its fate is known; then it goes to 已收 or 退回.

What has to happen next is told by two things that outlive a kill, the file in the folder and the delivery in the
record (joined by a digest of path and content), and every look takes each file one step further:

no open delivery → take it in; open, undecided → wait; open, decided → put the file away; decided, file gone → close.
"""

import hashlib
import logging
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.core.files import File
from django.core.files.uploadedfile import UploadedFile

from jianfu.web.deliveries.actions import bring_dropped, cancel
from jianfu.web.deliveries.models import Delivery
from jianfu.web.deliveries.receiving.storing import RefusedDelivery, is_left_by_system
from jianfu.web.inbox.filing import RECEIVED, RETURNED, close_delivery, file_away, return_file

_ACTORS = {"folder": "收件文件夹", "mail": "邮件文件夹"}
_SETTLED_SECONDS, _EMPTY_SETTLED_SECONDS = 10.0, 60.0
_UNFINISHED = (".part", ".partial", ".crdownload", ".tmp", ".download", ".filepart")
_LARGEST_BYTES = 500 * 2**20
_TOO_LARGE = "文件超过 500 兆字节，没有收。请拆分后再放入。"
_DEEPEST = 5
_DIRECTORY_WORD = "名录"
_log = logging.getLogger("jianfu.inbox")
_State = tuple[int, int]
"""Size and time of the last change."""


@dataclass(slots=True)
class WatchedFolder:
    """A folder and what was seen of it so far. `origin` is the delivery's."""

    folder: Path
    origin: str
    clock: Callable[[], float] = time.monotonic
    _seen: dict[Path, tuple[_State, float]] = field(default_factory=dict)
    _digests: dict[Path, tuple[_State, str]] = field(default_factory=dict)

    def look(self, *, now: datetime) -> None:
        """Take every complete file one step further. What cannot be read or moved now is tried again next time."""
        self.folder.mkdir(parents=True, exist_ok=True)
        present = dict(self._files())
        self._forget_gone(set(present))
        complete = [path for path, state in present.items() if self._is_complete(path, state)]
        keys = set()
        for path in sorted(complete, key=lambda one: (_DIRECTORY_WORD not in one.name, str(one))):
            try:
                keys.add(self._step(path, present[path], now=now))
            except (OSError, RefusedDelivery) as error:
                _log.warning("收件文件夹里有文件这次没有处理成（%s），稍后再试。", type(error).__name__)
                return
        if len(complete) == len(present):
            self._close_vanished(keys, now=now)

    def _step(self, path: Path, state: _State, *, now: datetime) -> str:
        if state[0] > _LARGEST_BYTES:
            return_file(self.folder, path, _TOO_LARGE, now=now)
            return ""
        key = self._key(path, state)
        delivery = Delivery.objects.filter(drop_key=key, origin=self.origin, filed=False).first()
        if delivery is None:
            self._take_in(path, state, key, now=now)
        else:
            file_away(self.folder, path, delivery, now=now)
        return key

    def _take_in(self, path: Path, state: _State, key: str, *, now: datetime) -> None:
        actor = _ACTORS[self.origin]
        with path.open("rb") as opened:
            name = os.fsencode(path.name).decode("utf-8", errors="replace")
            dropped: UploadedFile[bytes] = UploadedFile(File(opened), name=name, size=state[0])
            made = bring_dropped(dropped, origin=self.origin, drop_key=key, actor=actor, now=now)
            if _state(os.fstat(opened.fileno())) != state:  # changed while it was copied: not complete after all
                cancel(made, actor=actor, now=now)
                close_delivery(made)

    def _files(self) -> Iterator[tuple[Path, _State]]:
        for folder, names, files in os.walk(self.folder):
            here = Path(folder)
            depth = len(here.relative_to(self.folder).parts)
            skipped = {"tmp", *((RECEIVED, RETURNED) if depth == 0 else ())}
            names[:] = [name for name in names if name not in skipped and name[0] != "." and depth < _DEEPEST]
            for name in files:
                path = here / name
                if not is_left_by_system(name) and not name.lower().endswith(_UNFINISHED) and _is_plain(path):
                    yield path, _state(path.stat())

    def _is_complete(self, path: Path, state: _State) -> bool:
        """Whether size and time have stayed the same for a while."""
        known, since = self._seen.get(path, (None, 0.0))
        if known != state:
            self._seen[path] = (state, self.clock())
            return False
        return self.clock() - since >= (_SETTLED_SECONDS if state[0] else _EMPTY_SETTLED_SECONDS)

    def _key(self, path: Path, state: _State) -> str:
        known, digest = self._digests.get(path, (None, ""))
        if known != state:
            content = hashlib.sha256(os.fsencode(path.relative_to(self.folder)) + b"\0")
            with path.open("rb") as opened:
                while part := opened.read(1 << 20):
                    content.update(part)
            digest = content.hexdigest()
            self._digests[path] = (state, digest)
        return digest

    def _forget_gone(self, present: set[Path]) -> None:
        for known in (self._seen, self._digests):
            for path in set(known) - present:
                del known[path]

    def _close_vanished(self, present: set[str], *, now: datetime) -> None:
        """Close decided deliveries whose file is no longer there: it was moved just before a kill, or by hand."""
        decided = Delivery.objects.filter(origin=self.origin, filed=False, state__in=["done", "refused", "cancelled"])
        for delivery in decided.exclude(drop_key__in=present):
            close_delivery(delivery)


def _is_plain(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()


def _state(found: os.stat_result) -> _State:
    return found.st_size, found.st_mtime_ns
