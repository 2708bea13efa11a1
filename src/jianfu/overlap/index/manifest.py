"""The one small file that says what an index consists of. Replaced whole: an index is always the old or the new."""

import json
import zlib
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from jianfu.overlap.index.durable import replace_file
from jianfu.overlap.index.errors import MustRebuild

MANIFEST_NAME = "manifest.json"
FORMAT = 1


@dataclass(frozen=True, slots=True)
class Manifest:
    """`folder` holds the files of this build. `segments` cover the first `journal_bytes` of its journal; what lies
    behind is read again at opening. `key_mark` says which code made the keys, `source_mark` up to where the source was
    read ('' for unknown)."""

    folder: str
    segments: tuple[str, ...]
    journal_bytes: int
    key_mark: str
    source_mark: str = ""


def save_manifest(index: Path, manifest: Manifest) -> None:
    """Replace the manifest. OSError leaves the old one."""
    words = json.dumps({"format": FORMAT, **asdict(manifest)})
    replace_file(index / MANIFEST_NAME, json.dumps({"checksum": zlib.crc32(words.encode()), "words": words}).encode())


def load_manifest(index: Path) -> Manifest | None:
    """The manifest of an index, None where there is none. MustRebuild where it cannot be trusted."""
    try:
        content = (index / MANIFEST_NAME).read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    try:
        facts = _read(content)
    except (ValueError, KeyError, TypeError) as error:
        raise _broken(index, "已损坏") from error
    if facts.pop("format") != FORMAT:
        raise _broken(index, "是另一版本的软件建的")
    return Manifest(**{**facts, "segments": tuple(facts["segments"])})


def _read(content: bytes) -> dict[str, Any]:
    outer = json.loads(content)
    if zlib.crc32(outer["words"].encode()) != outer["checksum"]:
        raise ValueError("checksum")
    facts: dict[str, Any] = json.loads(outer["words"])
    return facts


def _broken(index: Path, how: str) -> MustRebuild:
    return MustRebuild(f"索引 {index} {how}。请运行 jianfu overlap index rebuild 重建索引。")
