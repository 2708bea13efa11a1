"""The files themselves, in processes of their own: what their pages tell, and what a kill leaves."""

import os
import random
import re
import signal
import sqlite3
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

HERE = Path(__file__).parents[1]
_SETUP = """
import os, sys
sys.path.insert(0, {here!r})
os.environ["DJANGO_SETTINGS_MODULE"] = "jianfu.voice.site"
from jianfu.cli.voice.voice_session import open_voice
open_voice()
from channel_fixtures import *
from jianfu.voice.sealing import codes
codes.MEMORY_KIB, codes.PASSES = 64, 1
"""


def _run(home: Path, script: str) -> "subprocess.CompletedProcess[str]":
    environment = {name: value for name, value in os.environ.items() if name != "JIANFU_VOICE_DATABASE_URL"}
    environment |= {"JIANFU_VOICE_HOME": str(home), "JIANFU_VOICE_TODAY": "2026-11-25"}
    command = [sys.executable, "-c", _SETUP.format(here=str(HERE)) + script]
    return subprocess.run(command, check=False, capture_output=True, text=True, env=environment)


_SEND = """
channel = make_channel()
for place in range(24):
    derived = channel.derive(channel.code())
    channel.send(Report("话"), derived)
    (message,) = [m for m in Message.objects.filter(complaint__box_key=derived.box.public, direction="report")]
    print(bytes(message.sealed)[20000:20032].hex())
"""


def test_the_file_tells_no_order_after_the_batch(tmp_path: Path) -> None:
    """Pages are taken one after the other, so a file that only grew tells who came first. The batch ends that."""
    sent = _run(tmp_path, _SEND + "from jianfu.voice.record.shuffling import empty_logs; empty_logs()")
    assert sent.returncode == 0, sent.stderr
    marks = [bytes.fromhex(line) for line in sent.stdout.split()]
    before = _places(tmp_path / "voice.sqlite3", marks)
    done = _run(tmp_path, "batching.run_batch(today=NEXT, calendar=CALENDAR, random=os.urandom)")
    assert done.returncode == 0, done.stderr
    after = _places(tmp_path / "voice.sqlite3", marks)

    with sqlite3.connect(tmp_path / "voice.sqlite3") as record:
        rows = record.execute("SELECT sealed FROM voice_message WHERE direction = 'report' ORDER BY id").fetchall()
    by_key = [marks.index(bytes(row[0])[20000:20032]) for row in rows]
    rising = sum(one < other for one, other in pairwise(before))
    assert rising >= 20, "a file that only grew shows the order: else this test finds nothing"
    assert [place for _, place in sorted(zip(after, range(24), strict=True))] == by_key
    assert after != sorted(after)


def _places(path: Path, marks: list[bytes]) -> list[int]:
    data = path.read_bytes()
    places = [data.find(mark) for mark in marks]
    assert -1 not in places
    return places


def test_what_is_destroyed_is_gone_from_every_file(tmp_path: Path) -> None:
    script = """
channel = make_channel()
code = channel.code()
channel.send(Report("话"), channel.derive(code))
(message,) = Message.objects.filter(direction="report")
from jianfu.voice.record.models import ContentKey
print(bytes(ContentKey.objects.get().key).hex(), bytes(message.sealed)[40:104].hex(), channel.derive(code).box.public)
from jianfu.voice.actions.boxes import destroy
destroy(channel.derive(code), random=os.urandom)
"""
    done = _run(tmp_path, script)
    assert done.returncode == 0, done.stderr
    key, sealed, box = done.stdout.split()
    everything = b"".join(path.read_bytes() for path in sorted(tmp_path.rglob("*")) if path.is_file())

    assert len(everything) > 100_000
    assert bytes.fromhex(key) not in everything
    assert bytes.fromhex(sealed) not in everything
    assert box.encode() not in everything


_KILLED = """
import itertools, signal
from django.db.backends.utils import CursorWrapper
channel = make_channel() if not Handler.objects.exists() else None
steps = itertools.count()
WHEN = {when}
execute = CursorWrapper.execute
def counted(self, sql, params=None):
    if next(steps) == WHEN:
        os.kill(os.getpid(), signal.SIGKILL)
    return execute(self, sql, params)
CursorWrapper.execute = counted
derived = derive({code!r}, settings.VOICE_SALT)
receive(Report("话"), derived, sending=b"1" * 16, today=DAY, random=os.urandom)
WHEN = -1
print("answered", next(steps))
"""
_COME_BACK = """
from jianfu.voice.actions.boxes import look_into
derived = derive({code!r}, settings.VOICE_SALT)
receive(Report("话"), derived, sending=b"1" * 16, today=DAY, random=os.urandom)
assert Complaint.objects.count() == 1, Complaint.objects.count()
assert Message.objects.filter(direction="report").count() == 1
batching.run_batch(today=NEXT, calendar=CALENDAR, random=os.urandom)
assert len(look_into(derived).letters) == 1
from jianfu.voice.record.models import ContentKey
assert ContentKey.objects.count() == 1
"""
CODE = "00000-00000-00000-00000"


def test_a_kill_at_any_step_loses_nothing_that_was_answered(tmp_path: Path) -> None:
    """Between receipt and answer the process is killed before each statement in turn; then the reporter comes back."""
    ready = _run(tmp_path / "0", _KILLED.format(when=10**6, code=CODE))
    assert ready.returncode == 0, ready.stderr
    steps = int(re.findall(r"answered (\d+)", ready.stdout)[0])
    assert steps > 12
    chosen = sorted({0, steps - 2, *random.Random(1).sample(range(steps), 6)})
    for when in chosen:
        home = tmp_path / str(when + 1)
        killed = _run(home, _KILLED.format(when=when, code=CODE))
        assert killed.returncode == -signal.SIGKILL, (when, killed.stderr)
        back = _run(home, _COME_BACK.format(code=CODE))
        assert back.returncode == 0, (when, back.stderr)


def test_what_was_answered_is_there_after_a_kill(tmp_path: Path) -> None:
    script = _KILLED.format(when=10**6, code=CODE) + "os.kill(os.getpid(), signal.SIGKILL)"
    assert _run(tmp_path, script).returncode == -signal.SIGKILL
    check = f"""
from jianfu.voice.actions.boxes import look_into
batching.run_batch(today=NEXT, calendar=CALENDAR, random=os.urandom)
assert len(look_into(derive({CODE!r}, settings.VOICE_SALT)).letters) == 1
"""
    back = _run(tmp_path, check)

    assert back.returncode == 0, back.stderr


@pytest.mark.parametrize("name", ["voice.sqlite3", "keys.sqlite3", "salt.key", "secret.key", "checkpoint.key"])
def test_only_the_channel_s_user_reads_its_files(name: str, tmp_path: Path) -> None:
    done = _run(
        tmp_path / "home",
        "make_channel(); from jianfu.voice.record.tree import sign_checkpoint; sign_checkpoint(today=DAY)",
    )
    assert done.returncode == 0, done.stderr

    assert (tmp_path / "home").stat().st_mode & 0o077 == 0
    assert (tmp_path / "home" / name).stat().st_mode & 0o077 == 0
