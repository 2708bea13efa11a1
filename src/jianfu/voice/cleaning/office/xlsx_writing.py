"""A workbook written anew: values as they were seen, on a plain grid."""

from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from jianfu.voice.cleaning.office.docx_writing import content_types, relations, write_package
from jianfu.voice.cleaning.office.xlsx_reading import Sheet, SheetCell

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.{}+xml"
_FORMATS = (0, 1, 2, 3, 4, 9, 10, 11, 14, 20, 21, 22, 49)
_FORBIDDEN_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\", " "))


def write_xlsx(sheets: tuple[Sheet, ...]) -> bytes:
    """The file; the same bytes for the same sheets."""
    parts = {f"xl/worksheets/sheet{n}.xml": _tell_sheet(sheet) for n, sheet in enumerate(sheets, start=1)}
    listed = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{n}" r:id="rId{n}"/>'
        for n, name in enumerate(_name_sheets(sheets), start=1)
    )
    workbook = f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{listed}</sheets></workbook>'
    own = {f"rId{n}": ("worksheet", f"worksheets/sheet{n}.xml") for n in range(1, len(sheets) + 1)}
    types = {
        "/xl/workbook.xml": _TYPE.format("sheet.main"),
        "/xl/styles.xml": _TYPE.format("styles"),
        **{f"/{name}": _TYPE.format("worksheet") for name in parts},
    }
    return write_package(
        {
            "[Content_Types].xml": content_types(types).encode(),
            "_rels/.rels": relations({"rId1": ("officeDocument", "xl/workbook.xml")}).encode(),
            "xl/workbook.xml": workbook.encode(),
            "xl/_rels/workbook.xml.rels": relations({**own, "rIdS": ("styles", "styles.xml")}).encode(),
            "xl/styles.xml": _tell_styles().encode(),
            **{name: told.encode() for name, told in parts.items()},
        }
    )


def tell_sheets(sheets: tuple[Sheet, ...]) -> str:
    """The words of a workbook: each sheet's name, then a line a row."""
    lines = []
    for sheet in sheets:
        lines.append(f"【{sheet.name}】")
        lines += [" | ".join(cell.value for cell in cells) for _, cells in sheet.rows]
    return "\n".join(lines)


def _tell_sheet(sheet: Sheet) -> str:
    rows = "".join(
        f'<row r="{number}">{"".join(_tell_cell(cell) for cell in cells)}</row>' for number, cells in sheet.rows
    )
    merged = "".join(f'<mergeCell ref="{place}"/>' for place in sheet.merged)
    merges = f"<mergeCells>{merged}</mergeCells>" if merged else ""
    return f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData>{merges}</worksheet>'


def _tell_cell(cell: SheetCell) -> str:
    if cell.is_number:
        style = _FORMATS.index(cell.number_format) if cell.number_format in _FORMATS else 0
        return f'<c r="{cell.reference}" s="{style}"><v>{cell.value}</v></c>'
    # Written as text, so that a value that begins with = is never reckoned.
    words = f'<t xml:space="preserve">{escape(cell.value)}</t>'
    return f'<c r="{cell.reference}" t="inlineStr"><is>{words}</is></c>'


def _tell_styles() -> str:
    styles = "".join(
        f'<xf numFmtId="{number}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
        for number in _FORMATS
    )
    return (
        f'{_HEAD}<styleSheet xmlns="{_MAIN}"><fonts count="1"><font><sz val="11"/></font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills>'
        '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        f'<cellXfs count="{len(_FORMATS)}">{styles}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    )


def _name_sheets(sheets: tuple[Sheet, ...]) -> Iterator[str]:
    taken: set[str] = set()
    for number, sheet in enumerate(sheets, start=1):
        name = sheet.name.translate(_FORBIDDEN_IN_NAMES).strip(" '")[:31] or f"表{number}"
        yield name if name.lower() not in taken else f"表{number}"
        taken.add(name.lower())
