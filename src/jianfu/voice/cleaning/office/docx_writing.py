"""A Word file written anew: only the parts that a document must have, and in them only what was seen."""

import io
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import escape

from jianfu.voice.cleaning.office.papers import Block, Cell, Grid, Paragraph, Picture, Run

_EARLIEST = (1980, 1, 1, 0, 0, 0)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    f' xmlns:r="{_OFFICE}"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_DOCUMENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_WIDEST_EMU = 5_400_000
_SQUARE_EMU = 3_600_000
_TABLE_LOOK = (
    '<w:tblPr><w:tblW w:w="0" w:type="auto"/><w:tblBorders>'
    + "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    + "</w:tblBorders></w:tblPr>"
)


def write_docx(blocks: tuple[Block, ...]) -> bytes:
    """The file; the same bytes for the same blocks."""
    writer = _Writer()
    body = "".join(writer.tell(block) for block in blocks)
    section = '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr>'
    document = f"{_HEAD}<w:document {_NAMESPACES}><w:body>{body}{section}</w:body></w:document>"
    return write_package(
        {
            "[Content_Types].xml": content_types({"/word/document.xml": _DOCUMENT_TYPE}).encode(),
            "_rels/.rels": relations({"rId1": ("officeDocument", "word/document.xml")}).encode(),
            "word/document.xml": document.encode(),
            "word/_rels/document.xml.rels": relations(
                {f"rId{number}": ("image", name) for number, name in enumerate(writer.media, start=1)}
            ).encode(),
            **{f"word/{name}": data for name, data in writer.media.items()},
        }
    )


def write_package(parts: Mapping[str, bytes]) -> bytes:
    """A zip of these parts, each dated on the first day that zip knows."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            member = zipfile.ZipInfo(name, date_time=_EARLIEST)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.create_system = 0  # the same on every system
            package.writestr(member, data)
    return target.getvalue()


def content_types(overrides: Mapping[str, str]) -> str:
    """[Content_Types].xml for XML parts, pictures and these main parts."""
    told = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in overrides.items())
    return (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="jpg" ContentType="image/jpeg"/><Default Extension="png" ContentType="image/png"/>'
        f"{told}</Types>"
    )


def relations(targets: Mapping[str, tuple[str, str]]) -> str:
    """A .rels part: relation id → (kind, target)."""
    told = "".join(
        f'<Relationship Id="{key}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for key, (kind, target) in targets.items()
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{told}</Relationships>'


class _Writer:
    def __init__(self) -> None:
        self.media: dict[str, bytes] = {}

    def tell(self, block: Block) -> str:
        return self._tell_paragraph(block) if isinstance(block, Paragraph) else self._tell_grid(block)

    def _tell_paragraph(self, paragraph: Paragraph) -> str:
        look = "<w:pageBreakBefore/>" if paragraph.breaks_page else ""
        if paragraph.align:
            look += f'<w:jc w:val="{paragraph.align}"/>'
        parts = (self._tell_picture(p) if isinstance(p, Picture) else _tell_run(p) for p in paragraph.parts)
        return f"<w:p>{f'<w:pPr>{look}</w:pPr>' if look else ''}{''.join(parts)}</w:p>"

    def _tell_grid(self, grid: Grid) -> str:
        columns = max((sum(cell.span for cell in row) for row in grid.rows), default=1)
        rows = "".join(f"<w:tr>{''.join(self._tell_cell(cell) for cell in row)}</w:tr>" for row in grid.rows if row)
        if not rows:
            return "<w:p/>"
        widths = "<w:gridCol/>" * columns
        # Word joins two tables that touch: an empty paragraph keeps them apart.
        return f"<w:tbl>{_TABLE_LOOK}<w:tblGrid>{widths}</w:tblGrid>{rows}</w:tbl><w:p/>"

    def _tell_cell(self, cell: Cell) -> str:
        look = f'<w:gridSpan w:val="{cell.span}"/>' if cell.span > 1 else ""
        if cell.merge:
            look += f'<w:vMerge w:val="{cell.merge}"/>'
        content = "".join(self.tell(block) for block in cell.blocks) or "<w:p/>"
        return f"<w:tc><w:tcPr>{look}</w:tcPr>{content}</w:tc>"

    def _tell_picture(self, picture: Picture) -> str:
        number = len(self.media) + 1
        self.media[f"media/{number}.{picture.kind}"] = picture.data
        width, height = _fit(picture)
        properties = f'<wp:docPr id="{number}" name="{number}"/>'
        return (
            f'<w:r><w:drawing><wp:inline><wp:extent cx="{width}" cy="{height}"/>{properties}<a:graphic>'
            '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
            f'<pic:nvPicPr><pic:cNvPr id="{number}" name="{number}"/><pic:cNvPicPr/></pic:nvPicPr>'
            f'<pic:blipFill><a:blip r:embed="rId{number}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
            f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
            '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
            "</wp:inline></w:drawing></w:r>"
        )


def _fit(picture: Picture) -> tuple[int, int]:
    """The size on the page, narrowed to the width of the text."""
    width, height = picture.width_emu or _SQUARE_EMU, picture.height_emu or _SQUARE_EMU
    if width > _WIDEST_EMU:
        width, height = _WIDEST_EMU, max(height * _WIDEST_EMU // width, 1)
    return width, height


def _tell_run(run: Run) -> str:
    look = "<w:b/>" if run.is_bold else ""
    if run.colour:
        look += f'<w:color w:val="{run.colour}"/>'
    if run.half_points:
        look += f'<w:sz w:val="{run.half_points}"/>'
    return f"<w:r>{f'<w:rPr>{look}</w:rPr>' if look else ''}{_tell_words(run.text)}</w:r>"


def _tell_words(text: str) -> str:
    told = []
    for number, line in enumerate(text.split("\n")):
        told += ["<w:br/>"] if number else []
        for place, words in enumerate(line.split("\t")):
            told += ["<w:tab/>"] if place else []
            told += [f'<w:t xml:space="preserve">{escape(words)}</w:t>'] if words else []
    return "".join(told)
