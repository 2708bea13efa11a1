"""A paper as it is seen: paragraphs, pictures, tables. What has no place here does not survive cleaning."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from jianfu.voice.cleaning.cleaned import CannotClean
from jianfu.voice.cleaning.images import clean_image

MOST_PICTURES = 40


@dataclass(frozen=True, slots=True)
class Run:
    """Words in one look. `colour`: six hex digits or empty; `half_points`: size, 0 where none is said."""

    text: str
    is_bold: bool = False
    colour: str = ""
    half_points: int = 0


@dataclass(frozen=True, slots=True)
class Picture:
    """A cleaned picture, with the width and height that it had on the page in English Metric Units (0: not said)."""

    kind: str
    data: bytes
    width_emu: int = 0
    height_emu: int = 0


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words and pictures in order. `align`: left, center, right, both or empty; `breaks_page`: begins a new page."""

    parts: tuple[Run | Picture, ...] = ()
    align: str = ""
    breaks_page: bool = False

    @property
    def text(self) -> str:
        """The words alone."""
        return "".join(part.text for part in self.parts if isinstance(part, Run))


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table. `span`: columns it takes; `merge`: restart, continue or empty, as Word tells cells below."""

    blocks: "tuple[Block, ...]" = ()
    span: int = 1
    merge: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table, row by row."""

    rows: tuple[tuple[Cell, ...], ...]


Block = Paragraph | Grid


@dataclass(slots=True)
class Gathered:
    """What a reader of papers takes note of under way: pictures cleaned so far, and what it left out."""

    removed: dict[str, None] = field(default_factory=dict)
    pictures: int = 0

    def leave_out(self, words: str) -> None:
        """Note in Chinese what is not kept; each once."""
        self.removed[words] = None

    def clean_picture(self, data: bytes, width_emu: int = 0, height_emu: int = 0) -> Picture | None:
        """The picture cleaned; None, and a note, where that cannot be done or there are too many."""
        self.pictures += 1
        if self.pictures > MOST_PICTURES:
            self.leave_out(f"第 {MOST_PICTURES} 张以后的图片")
            return None
        try:
            cleaned = clean_image(data)
        except CannotClean:
            self.leave_out("清不干净的图片（如矢量图）")
            return None
        self.leave_out("图片里的拍摄信息")
        return Picture(cleaned.kind, cleaned.data, width_emu, height_emu)


def tell_text(blocks: tuple[Block, ...]) -> str:
    """The words of a paper, a line a paragraph, cells of a row apart by a bar, pictures as ［图片］."""
    return "\n".join(line for block in blocks for line in _tell(block))


def _tell(block: Block) -> Iterator[str]:
    if isinstance(block, Paragraph):
        pictures = sum(isinstance(part, Picture) for part in block.parts)
        yield block.text + "［图片］" * pictures
        return
    for row in block.rows:
        yield " | ".join(tell_text(cell.blocks).replace("\n", " ") for cell in row)
