"""Cleans a file in a process of its own with limits: a parser of foreign formats shares no memory with complaints.

The child is a new program, not a fork: nothing that this process has read is in it. Name and bytes go in by its
standard input, the cleaned file comes back by its standard output, and nothing touches a disk.
"""

import base64
import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

from jianfu.voice.cleaning.cleaned import DAMAGED, TOO_BIG, CannotClean, Cleaned, Shown

if sys.platform != "win32":
    import resource

MOST_BYTES = 8 * 2**20
_MEMORY_BYTES = 1536 * 2**20
_CPU_SECONDS = 40
_WALL_SECONDS = 60
_WINDOWS = {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}
"""What Windows needs to start any program."""
_AT_ONCE = threading.BoundedSemaphore(2)
_SOURCES = Path(__file__).resolve().parents[3]


def clean(name: str, data: bytes) -> Cleaned:
    """The file without what it tells of its author. CannotClean says in `words` what to do instead.

    `name` is looked at for its ending only, and is not kept. At most two files are cleaned at a time.
    """
    if len(data) > MOST_BYTES:
        raise CannotClean(f"一个文件最大 {MOST_BYTES // 2**20} MB，这个太大了。请只截取有关的部分。")
    request = json.dumps({"name": name, "data": base64.b64encode(data).decode()}).encode()
    try:
        with _AT_ONCE:
            done = subprocess.run(
                [sys.executable, "-m", "jianfu.voice.cleaning.confining"],
                input=request,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                timeout=_WALL_SECONDS,
                env={"PYTHONPATH": str(_SOURCES), "PATH": os.defpath, "LANG": "C.UTF-8", **_WINDOWS},
                check=False,
            )
    except subprocess.TimeoutExpired as problem:
        raise CannotClean(TOO_BIG) from problem
    return _read_answer(done.stdout)


def _read_answer(answer: bytes) -> Cleaned:
    """What the child said. It may have been taken over by what it read: its answer is taken as data only."""
    try:
        told: dict[str, Any] = json.loads(answer)
        if "refused" in told:
            raise CannotClean(str(told["refused"]))
        shown = Shown(text=str(told["text"]), png=base64.b64decode(told["png"]))
        removed = tuple(str(words) for words in told["removed"])
        return Cleaned(str(told["kind"]), base64.b64decode(told["data"]), shown, removed)
    except (ValueError, KeyError, TypeError) as problem:
        raise CannotClean(DAMAGED) from problem


def _answer(request: bytes) -> dict[str, object]:
    from jianfu.voice.cleaning.choosing import clean_here  # noqa: PLC0415  # parsers are loaded in the child only

    asked = json.loads(request)
    try:
        cleaned = clean_here(asked["name"], base64.b64decode(asked["data"]))
    except CannotClean as refusal:
        return {"refused": refusal.words}
    except MemoryError:
        return {"refused": TOO_BIG}
    except Exception:  # whatever a parser of foreign formats throws, the reporter gets one sentence
        return {"refused": DAMAGED}
    return {
        "kind": cleaned.kind,
        "data": base64.b64encode(cleaned.data).decode(),
        "text": cleaned.shown.text,
        "png": base64.b64encode(cleaned.shown.png).decode(),
        "removed": cleaned.removed,
    }


def _confine() -> None:
    """Limits where the system has them: the reporters' site runs on Linux, a handler's computer may be anything."""
    if sys.platform == "win32":
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_SECONDS, _CPU_SECONDS + 2))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    request = sys.stdin.buffer.read()
    _confine()
    os.write(1, b"") if not request else sys.stdout.buffer.write(json.dumps(_answer(request)).encode())
