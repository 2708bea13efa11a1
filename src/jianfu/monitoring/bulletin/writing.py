"""The bulletin as a file: two pages a month, as many as it takes a year."""

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pypdfium2

from jianfu.monitoring.bulletin.composing import compose_bulletin
from jianfu.monitoring.bulletin.gathering import Told
from jianfu.reporting.document import Document
from jianfu.reporting.rendering.docx_writer import write_docx
from jianfu.reporting.rendering.pdf_writer import write_pdf
from jianfu.reporting.wording import say_date

MOST_PAGES = 2
_MOST, _YEARLY_MOST = 6, 40
_WRITERS = {"docx": write_docx, "pdf": write_pdf}


def write_bulletin(told: Told, form: str, *, is_yearly: bool, day: date) -> bytes:
    """The bulletin as docx or pdf. Of a month so many things are told as two pages hold."""
    with TemporaryDirectory() as folder:
        document = _fit(told, day, Path(folder)) if not is_yearly else _compose(told, day, _YEARLY_MOST, is_yearly=True)
        path = Path(folder) / f"bulletin.{form}"
        _WRITERS[form](document, path)
        return path.read_bytes()


def _fit(told: Told, day: date, folder: Path) -> Document:
    for most in range(_MOST, 0, -1):
        document = _compose(told, day, most, is_yearly=False)
        write_pdf(document, folder / "fit.pdf")
        if _count_pages(folder / "fit.pdf") <= MOST_PAGES:
            break
    return document


def _compose(told: Told, day: date, most: int, *, is_yearly: bool) -> Document:
    return compose_bulletin(told, is_yearly=is_yearly, made_on=say_date(day), most=most)


def _count_pages(path: Path) -> int:
    with pypdfium2.PdfDocument(path) as pages:
        return len(pages)
