"""Writes a report: docx, pdf, html with pages of rows, and the workbook of evidence."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from jianfu.reporting.composing import compose
from jianfu.reporting.conclusions.saved_hours import list_saved_hours
from jianfu.reporting.document import Document
from jianfu.reporting.gathering import gather, sign_checkpoint
from jianfu.reporting.material import Material
from jianfu.reporting.rendering.docx_writer import write_docx
from jianfu.reporting.rendering.evidence_workbook import write_evidence
from jianfu.reporting.rendering.html_rows import ROWS_FOLDER, write_row_pages
from jianfu.reporting.rendering.html_writer import write_html
from jianfu.reporting.rendering.pdf_writer import write_pdf
from jianfu.reporting.standards import Standards
from jianfu.vocabulary.interval import Period


class NothingToReport(Exception):
    """The ledger has no rows of this organ in this period; the message says so in Chinese."""


@dataclass(frozen=True, slots=True)
class ReportFiles:
    """Where the parts of a report were written."""

    docx: Path
    pdf: Path
    html: Path
    evidence: Path


def write_report(
    organ: str,
    period: Period,
    directory: Path,
    *,
    now: datetime,
    standards: Standards,
    wrap: Callable[[Iterable[Any]], Iterable[Any]] = lambda items: items,
) -> ReportFiles:
    """Write the report of an organ and all below it into `directory`, over what an earlier one left there.

    UnknownOrgan if the ledger does not know the organ, NothingToReport if it has no rows in the period.
    """
    material = gather(organ, period, standards)
    if not any(len(source) for source in material.sources.values()):
        raise NothingToReport(f"台账中没有“{material.organ}”在此期间的登记。请核对起止日期，或先导入登记表。")
    document = compose(material, made_on=now.date(), checkpoint=sign_checkpoint(now))
    return write_files(document, material, directory, wrap=wrap)


def write_files(
    document: Document, material: Material, directory: Path, *, wrap: Callable[[Iterable[Any]], Iterable[Any]]
) -> ReportFiles:
    """Write all files of a composed report."""
    directory.mkdir(parents=True, exist_ok=True)
    names = ("report.docx", "report.pdf", "report.html", "evidence.xlsx")
    files = ReportFiles(*(directory / name for name in names))
    figures = list(document.figures())
    write_docx(document, files.docx)
    write_pdf(document, files.pdf)
    write_html(document, files.html)
    write_row_pages(figures, directory / ROWS_FOLDER)
    write_evidence(figures, list_saved_hours(material), material.sources.values(), files.evidence, wrap)
    return files
