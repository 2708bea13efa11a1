"""After a full run every byte that the channel left on the disk is searched for what must not be there."""

import base64
import gzip
import io
import os
import re
import sqlite3
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from PIL import Image
from voice_site import NEXT, VoiceSite, open_channel

from jianfu.voice.desk.acting import reply, take_step
from jianfu.voice.rules.course import State

PLANTED = {
    "正文": "松柏坡的报表报了七遍",
    "附件里的话": "附件里独一无二的一句话",
    "文件名": "王建国拍的照片",
    "拍摄信息": "CANARY-EXIF-OWNER",
    "地址": "10.77.88.99",
    "浏览器": "CanaryBrowser/77.88",
    "cookie": "canarycookievalue7788",
    "回信": "给您的回信独一无二",
    "文号": "青应急〔2023〕7788号",
}


def _spellings(words: str) -> Iterator[bytes]:
    """The same words as they might lie in a file."""
    for encoding in ("utf-8", "utf-16-le", "utf-16-be", "gb18030"):
        plain = words.encode(encoding)
        yield plain
        yield plain.hex().encode()
        for shift in range(3):
            # What base64 makes of it wherever it begins; the first and last signs depend on the neighbours.
            encoded = base64.b64encode(b"\0" * shift + plain)
            yield encoded[4 if shift else 0 : len(encoded) - 4]
    yield quote(words).encode()
    yield words.encode("unicode_escape")


def _unpacked(data: bytes) -> Iterator[bytes]:
    """The bytes, and whatever is compressed among them."""
    yield data
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                yield from _unpacked(archive.read(name))
    for head in re.finditer(rb"\x1f\x8b\x08|\x78[\x01\x5e\x9c\xda]", data):
        piece = data[head.start() :]
        try:
            yield zlib.decompressobj(47).decompress(piece, 2**22)
        except zlib.error:
            continue


def find_planted(folder: Path, planted: dict[str, str]) -> list[str]:
    found = []
    for path in sorted(folder.rglob("*")):
        if not path.is_file():
            continue
        for piece in _unpacked(path.read_bytes()):
            for what, words in planted.items():
                if any(spelling in piece for spelling in _spellings(words)):
                    found.append(f"{what} in {path.relative_to(folder)}")
    return found


@pytest.mark.parametrize("what", ["plain", "utf-16", "base64", "gzip", "zip"])
def test_the_search_finds_what_is_there(what: str, tmp_path: Path) -> None:
    words = PLANTED["正文"]
    inside = io.BytesIO()
    with zipfile.ZipFile(inside, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("x", "前" + words)
    data = {
        "plain": words.encode(),
        "utf-16": words.encode("utf-16-le"),
        "base64": base64.b64encode(b"ab" + words.encode() + b"c"),
        "gzip": gzip.compress(words.encode()),
        "zip": inside.getvalue(),
    }[what]
    (tmp_path / "x").write_bytes(b"\0\1" * (what != "zip") + data)

    assert find_planted(tmp_path, {"正文": words}) == ["正文 in x"]


def _photo() -> bytes:
    picture, file = Image.new("RGB", (200, 150), (90, 120, 150)), io.BytesIO()
    notes = picture.getexif()
    notes[0x013B] = PLANTED["拍摄信息"]
    picture.save(file, "JPEG", exif=notes)
    return file.getvalue()


@pytest.fixture(scope="module")
def run_through(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[VoiceSite, str]]:
    """A report with files, its batch, a step, letters read, an addition, backups of both sorts."""
    site = open_channel(tmp_path_factory.mktemp("traces"))
    headers = {
        "User-Agent": PLANTED["浏览器"],
        "X-Forwarded-For": PLANTED["地址"],
        "Cookie": f"other={PLANTED['cookie']}",
    }
    code = re.search(r'name="code" value="([^"]+)"', site.post("code", {}, headers=headers))
    assert code
    fields = {"code": code[1], "sending": os.urandom(16).hex(), "text": PLANTED["正文"], "numbers": PLANTED["文号"]}
    files = ((f"{PLANTED['文件名']}.jpg", _photo()), ("说明.txt", PLANTED["附件里的话"].encode()))
    assert "发出前看一遍" in site.post("preview", fields, files=files, headers=headers)
    assert "已经收到" in site.post("send", fields, files=files, headers=headers)
    site.turn_day(NEXT)
    desk = site.desk("丙某")
    (complaint,) = desk.look().complaints
    assert complaint.text == PLANTED["正文"]
    take_step(desk, desk.look(), complaint, State.ACCEPTED, reason=None, text="受理")
    reply(desk, desk.look(), desk.look().complaints[0], PLANTED["回信"])
    assert PLANTED["回信"] in site.post("box", {"code": code[1]}, headers=headers)
    more = {"code": code[1], "sending": os.urandom(16).hex(), "text": PLANTED["正文"]}
    assert "已经收到" in site.post("send", more, headers=headers)
    site.run("backup", site.folder / "备份")
    site.run("backup", site.folder / "备份", "--keys")
    yield site, code[1]
    site.stop()


def test_nothing_planted_is_found_in_any_file(run_through: tuple[VoiceSite, str]) -> None:
    site, code = run_through
    planted = PLANTED | {"编码": code, "编码无横线": code.replace("-", "")}
    names = {path.name for path in site.folder.rglob("*") if path.is_file()}
    assert {"voice.sqlite3", "voice.sqlite3-wal", "keys.sqlite3", "serve.log"} <= names
    assert any(name.startswith("voice-keys-") for name in names)

    assert find_planted(site.folder, planted) == []


def test_nothing_is_left_in_the_temporary_folder(run_through: tuple[VoiceSite, str]) -> None:
    site, _ = run_through

    assert [path.name for path in (site.folder / "tmp").rglob("*") if path.is_file()] == []


def test_no_file_time_tells_when_somebody_wrote(run_through: tuple[VoiceSite, str]) -> None:
    site, _ = run_through
    times = {path.name: path.stat().st_mtime for path in site.home.glob("*.sqlite3*")}

    assert {time % 60 for time in times.values()} == {0.0}
    assert len(set(times.values())) == 1


def test_the_log_tells_of_no_request(run_through: tuple[VoiceSite, str]) -> None:
    site, _ = run_through
    log = (site.folder / "serve.log").read_text(encoding="utf-8")

    assert "GET" not in log
    assert "POST" not in log


def test_an_old_backup_is_useless_once_the_key_is_gone(run_through: tuple[VoiceSite, str]) -> None:
    """Row and key of one complaint from backups; without the key's row the envelope is noise, even to its reader."""
    from jianfu.voice.sealing.envelopes import CannotOpen, open_

    site, _ = run_through
    record, keys = (
        _unzip_database(next((site.folder / "备份").glob(pattern))) for pattern in ("voice-2*.zip", "voice-keys-*.zip")
    )
    sealed = [bytes(row[0]) for row in record.execute("SELECT sealed FROM voice_message WHERE direction = 'report'")]
    held = {bytes(row[0]) for row in keys.execute("SELECT key FROM voice_contentkey")}

    assert len(sealed) == len(held) == 1
    assert not any(key in path.read_bytes() for key in held for path in site.home.glob("voice.sqlite3*"))
    with pytest.raises(CannotOpen):
        open_(sealed[0], site.keys["丙某"].box.secret)


def _unzip_database(path: Path) -> sqlite3.Connection:
    with zipfile.ZipFile(path) as archive:
        name = next(name for name in archive.namelist() if name.endswith(".sqlite3"))
        target = path.parent / f"{path.stem}.opened"
        target.write_bytes(archive.read(name))
    return sqlite3.connect(target)
