"""The seen content of a Word file. Changes under review count as made: what was struck out is gone."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from jianfu.voice.cleaning.cleaned import CannotClean
from jianfu.voice.cleaning.office.packages import Package
from jianfu.voice.cleaning.office.papers import Block, Cell, Gathered, Grid, Paragraph, Picture, Run
from jianfu.voice.cleaning.texts import REMOVED_MARKS, strip_invisible

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_VML_IMAGE = "{urn:schemas-microsoft-com:vml}imagedata"
_ALIGNMENTS = {"left": "left", "start": "left", "center": "center", "right": "right", "end": "right", "both": "both"}
_STRUCK_OUT = frozenset({f"{_W}del", f"{_W}moveFrom"})
_DEEPEST = 12
_NOTED = {
    f"{_W}ins": "修订痕迹（按接受修订后的文字保留）",
    f"{_W}del": "修订痕迹（按接受修订后的文字保留）",
    f"{_W}moveFrom": "修订痕迹（按接受修订后的文字保留）",
    f"{_W}commentReference": "批注",
    f"{_W}footnoteReference": "脚注和尾注",
    f"{_W}endnoteReference": "脚注和尾注",
    f"{_W}object": "嵌入的文件",
    f"{_W}headerReference": "页眉页脚",
    f"{_W}footerReference": "页眉页脚",
}


class DocxReader:
    """Reads one file; `gathered` then tells what was left out."""

    def __init__(self, package: Package, gathered: Gathered) -> None:
        self._package = package
        self._gathered = gathered
        self._relations = package.relations("word/document.xml")

    def read(self) -> tuple[Block, ...]:
        """The paper's blocks in order. CannotClean where the file is no Word document."""
        root = self._package.parse("word/document.xml")
        body = root.find(f"{_W}body")
        if body is None:
            raise CannotClean("这个文件里没有正文。")
        for element in root.iter():
            if element.tag in _NOTED:
                self._gathered.leave_out(_NOTED[element.tag])
        return tuple(self._read_blocks(body, 0))

    def _read_blocks(self, parent: Element, depth: int) -> Iterator[Block]:
        if depth > _DEEPEST:
            self._gathered.leave_out("嵌套过深的表格")
            return
        for element in parent:
            if element.tag == f"{_W}p":
                yield from self._read_paragraph(element, depth)
            elif element.tag == f"{_W}tbl":
                yield self._read_table(element, depth)
            elif element.tag not in _STRUCK_OUT:
                # Controls, custom marks and the like wrap blocks; what they say of themselves is dropped.
                yield from self._read_blocks(element, depth + 1)

    def _read_table(self, table: Element, depth: int) -> Grid:
        rows = []
        for row in table.iter(f"{_W}tr"):
            if row.find(f"{_W}trPr/{_W}del") is None and row in _own_rows(table):
                rows.append(tuple(self._read_cell(cell, depth) for cell in _own_cells(row)))
        return Grid(tuple(rows))

    def _read_cell(self, cell: Element, depth: int) -> Cell:
        span = cell.find(f"{_W}tcPr/{_W}gridSpan")
        merge = cell.find(f"{_W}tcPr/{_W}vMerge")
        return Cell(
            blocks=tuple(self._read_blocks(cell, depth + 1)),
            span=_whole(span.get(f"{_W}val") if span is not None else None, 1, most=63),
            merge="" if merge is None else "restart" if merge.get(f"{_W}val") == "restart" else "continue",
        )

    def _read_paragraph(self, paragraph: Element, depth: int) -> Iterator[Block]:
        align = paragraph.find(f"{_W}pPr/{_W}jc")
        breaks = paragraph.find(f"{_W}pPr/{_W}pageBreakBefore") is not None
        parts = tuple(self._read_parts(paragraph, depth))
        chosen = _ALIGNMENTS.get(align.get(f"{_W}val", ""), "") if align is not None else ""
        yield Paragraph(parts, chosen, breaks)
        for box in _find_boxes(paragraph):
            yield from self._read_blocks(box, depth + 1)

    def _read_parts(self, parent: Element, depth: int) -> Iterator[Run | Picture]:
        """Runs of a paragraph, those in links, controls and accepted insertions too."""
        for element in parent:
            if element.tag == f"{_W}r":
                yield from self._read_run(element)
            elif element.tag not in _STRUCK_OUT and element.tag != f"{_W}pPr" and depth < _DEEPEST:
                yield from self._read_parts(element, depth + 1)

    def _read_run(self, run: Element) -> Iterator[Run | Picture]:
        look = run.find(f"{_W}rPr")
        if look is not None and _is_on(look.find(f"{_W}vanish")):
            self._gathered.leave_out("隐藏文字")
            return
        words = "".join(_words_of(element) for element in run)
        text = strip_invisible(words)
        if text != words:
            self._gathered.leave_out(REMOVED_MARKS)
        if text:
            yield Run(text, *_look_of(look))
        yield from self._read_pictures(run)

    def _read_pictures(self, run: Element) -> Iterator[Picture]:
        for element in _walk_outside_boxes(run):
            reference = element.get(f"{_R}embed") if element.tag == f"{_A}blip" else None
            if element.tag == _VML_IMAGE:
                reference = element.get(f"{_R}id")
            part = self._relations.get(reference or "")
            if part is None or part not in self._package.names:
                continue
            extent = next(run.iter(f"{_WP}extent"), None)
            size = (extent.get("cx"), extent.get("cy")) if extent is not None else (None, None)
            picture = self._gathered.clean_picture(self._package.read(part), *(_whole(side, 0) for side in size))
            if picture is not None:
                yield picture


def _own_rows(table: Element) -> list[Element]:
    """Rows of this table, not of those within its cells; controls may stand between."""
    return [row for child in table for row in ([child] if child.tag == f"{_W}tr" else _inner(child, "tr"))]


def _own_cells(row: Element) -> list[Element]:
    return [cell for child in row for cell in ([child] if child.tag == f"{_W}tc" else _inner(child, "tc"))]


def _inner(element: Element, name: str) -> list[Element]:
    content = element.find(f"{_W}sdtContent")
    return [] if content is None else content.findall(f"{_W}{name}")


def _words_of(element: Element) -> str:
    match element.tag.removeprefix(_W):
        case "t":
            return element.text or ""
        case "tab":
            return "\t"
        case "br" | "cr":
            return "\n"
        case "noBreakHyphen":
            return "-"
        case _:
            return ""


def _look_of(look: Element | None) -> tuple[bool, str, int]:
    if look is None:
        return False, "", 0
    colour = look.find(f"{_W}color")
    size = look.find(f"{_W}sz")
    words = (colour.get(f"{_W}val") or "").upper() if colour is not None else ""
    is_colour = len(words) == 6 and all(sign in "0123456789ABCDEF" for sign in words)
    half_points = _whole(size.get(f"{_W}val") if size is not None else None, 0, most=400)
    return _is_on(look.find(f"{_W}b")), words if is_colour else "", half_points


def _is_on(switch: Element | None) -> bool:
    return switch is not None and switch.get(f"{_W}val", "true") not in ("0", "false", "none", "off")


def _whole(words: str | None, otherwise: int, *, most: int = 50_000_000) -> int:
    return min(int(words), most) if words is not None and words.isascii() and words.isdigit() else otherwise


def _find_boxes(element: Element) -> Iterator[Element]:
    """Text boxes of a paragraph; the fallback for old programs repeats them and is passed over."""
    for child in element:
        if child.tag == f"{_W}txbxContent":
            yield child
        elif child.tag != f"{_MC}Fallback":
            yield from _find_boxes(child)


def _walk_outside_boxes(element: Element) -> Iterator[Element]:
    for child in element:
        if child.tag not in (f"{_W}txbxContent", f"{_MC}Fallback"):
            yield child
            yield from _walk_outside_boxes(child)
