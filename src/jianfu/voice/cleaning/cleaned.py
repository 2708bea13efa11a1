"""What cleaning gives back, and how it refuses."""

from dataclasses import dataclass


class CannotClean(Exception):
    """A file that cannot be made free of what it tells of its author. `words` says in Chinese what to do instead."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


@dataclass(frozen=True, slots=True)
class Shown:
    """What the reporter is shown of a cleaned file: a small PNG picture, or text. One of the two is empty."""

    text: str = ""
    png: bytes = b""


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A file as it will be sealed. `kind` is its ending: jpg, png, docx, xlsx, pdf, txt, csv."""

    kind: str
    data: bytes
    shown: Shown
    removed: tuple[str, ...] = ()
    """What was taken out, in Chinese words, each once."""


INSTEAD = "请拍照或截屏后上传图片，或者只写文号、文件标题。"
"""What always works."""
DAMAGED = f"这个文件不完整或已损坏，清不干净。{INSTEAD}"
TOO_BIG = f"这个文件展开后太大，没有打开。{INSTEAD}"
