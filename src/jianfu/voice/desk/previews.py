"""A file of a complaint as it can be looked at without saving it: its words, and its pictures.

It was cleaned before it was sealed; it is cleaned once more before it is shown: a server that was taken over might seal
another. That goes on in a process of its own, as on the server.
"""

import io
import zipfile
from dataclasses import dataclass

from jianfu.voice.cleaning.confining import MOST_BYTES, clean
from jianfu.voice.cleaning.pdf import list_page_pictures
from jianfu.voice.sealing.envelopes import File


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture for the browser. `media_type`: image/jpeg or image/png."""

    media_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Preview:
    """What is seen of a file; either part may be empty."""

    text: str
    pictures: tuple[Picture, ...]


def look_into(file: File) -> Preview:
    """The preview of a file. CannotClean where it is not what this channel seals."""
    cleaned = clean(f"x.{file.kind}", file.data)
    match cleaned.kind:
        case "jpg" | "png":
            return Preview("", (_picture(cleaned.kind, cleaned.data),))
        case "pdf":
            return Preview("", tuple(_picture("jpg", data) for data in list_page_pictures(cleaned.data)))
        case "docx":
            return Preview(cleaned.shown.text, _list_media(cleaned.data))
        case _:
            return Preview(cleaned.shown.text, ())


def _list_media(data: bytes) -> tuple[Picture, ...]:
    """Pictures of a paper that this program has just written."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = sorted(name for name in package.namelist() if name.startswith("word/media/"))
        assert sum(package.getinfo(name).file_size for name in names) <= 8 * MOST_BYTES
        return tuple(_picture(name.rpartition(".")[2], package.read(name)) for name in names)


def _picture(kind: str, data: bytes) -> Picture:
    return Picture("image/jpeg" if kind == "jpg" else "image/png", data)
