"""The inside of an envelope: a tar that any computer unpacks, in which nothing tells of a time, an owner or a name."""

import io
import json
import tarfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

FACTS_NAME = "投诉.json"
TEXT_NAME = "投诉.txt"
_VERSION = 1
_MOST_MEMBERS = 64


class NotAPayload(ValueError):
    """What was decrypted is no archive of this program. The message says so in Chinese."""


@dataclass(frozen=True, slots=True)
class File:
    """A cleaned file. Its own name is never kept: the archive calls it 附件-1.jpg."""

    kind: str
    """The ending: jpg, png, docx, xlsx, pdf, txt, csv."""
    data: bytes


@dataclass(frozen=True, slots=True)
class Payload:
    """What a reporter or a handler wrote. Facts are short words by name (类型, 关于哪个单位 …), in order."""

    text: str
    facts: Mapping[str, str] = field(default_factory=dict)
    files: tuple[File, ...] = ()

    def names(self) -> tuple[str, ...]:
        """The files' names in the archive, in order."""
        return tuple(f"附件-{number}.{file.kind}" for number, file in enumerate(self.files, start=1))


def pack(payload: Payload) -> bytes:
    """The archive of a payload, the same bytes each time."""
    facts = {"版本": _VERSION, "事项": dict(payload.facts), "正文": payload.text, "附件": list(payload.names())}
    members = {
        FACTS_NAME: json.dumps(facts, ensure_ascii=False, indent=1).encode(),
        TEXT_NAME: _tell(payload).encode(),
        **dict(zip(payload.names(), (file.data for file in payload.files), strict=True)),
    }
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w", format=tarfile.USTAR_FORMAT, encoding="utf-8") as archive:
        for name, data in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            member.mode = 0o600
            archive.addfile(member, io.BytesIO(data))
    return target.getvalue()


def unpack(archive: bytes) -> Payload:
    """The payload of an archive; zeros behind it are padding. NotAPayload for anything else."""
    try:
        members = _read_members(archive)
        facts = json.loads(members[FACTS_NAME])
        names = [str(name) for name in facts["附件"]]
        files = tuple(File(kind=name.rpartition(".")[2], data=members[name]) for name in names)
        return Payload(text=_text(facts["正文"]), facts=_texts(facts["事项"]), files=files)
    except (tarfile.TarError, KeyError, ValueError, TypeError, AttributeError, EOFError) as problem:
        raise NotAPayload("打开了，但里面不是本系统的格式，请用 age 和 tar 查看。") from problem


def _read_members(archive: bytes) -> dict[str, bytes]:
    members: dict[str, bytes] = {}
    with tarfile.open(fileobj=io.BytesIO(archive), mode="r:", encoding="utf-8") as opened:
        for member in opened:
            content = opened.extractfile(member) if member.isreg() else None
            if content is None or len(members) >= _MOST_MEMBERS:
                raise NotAPayload("打开了，但里面不是本系统的格式，请用 age 和 tar 查看。")
            members[member.name] = content.read()
    return members


def _tell(payload: Payload) -> str:
    """The same for a reader without this program."""
    lines = [f"{name}：{words}" for name, words in payload.facts.items()]
    return "\n".join([*lines, "", payload.text, ""]) if lines else payload.text + "\n"


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise NotAPayload("打开了，但正文不是文字。")
    return value


def _texts(value: Mapping[Any, Any]) -> dict[str, str]:
    return {_text(name): _text(words) for name, words in value.items()}
