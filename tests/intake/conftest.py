"""An order as the command line gives it, and the shipped registers."""

from collections.abc import Generator, Sequence
from datetime import datetime
from pathlib import Path

import pytest

from jianfu.intake.content import CellValue, Table
from jianfu.intake.importing import ImportOrder, import_paths
from jianfu.intake.registers.headings import recognise
from jianfu.intake.registers.mappings import Register, load_registers
from jianfu.intake.registers.rows import ReadRows, RowContext, find_year, read_rows
from jianfu.intake.summary import ImportSummary
from jianfu.vocabulary.calendar import WorkCalendar
from jianfu.vocabulary.evidence import Grade
from jianfu.vocabulary.packaged import packaged_folder

REGISTERS = load_registers([packaged_folder("registers")])
CALENDAR = WorkCalendar.china()


class Desk:
    """Reads and imports with the shipped registers."""

    registers: Sequence[Register] = REGISTERS

    def order(self, **more: object) -> ImportOrder:
        """An order with the shipped registers and a fixed moment."""
        return ImportOrder(actor="test", now=datetime(2024, 1, 2), registers=self.registers, calendar=CALENDAR, **more)  # type: ignore[arg-type]

    def bring_in(self, *paths: Path, **more: object) -> ImportSummary:
        """Import these paths."""
        return import_paths(paths, self.order(**more))

    def recognise(self, *rows: Sequence[CellValue], **more: object) -> object:
        """The register that rows of a sheet are."""
        return recognise(Table("表", rows, **more), self.registers)  # type: ignore[arg-type]

    def read(self, *rows: Sequence[CellValue], **more: object) -> list[tuple[str, ReadRows]]:
        """(register, rows) of each table on a sheet of these rows."""
        table = Table("表", rows, **more)  # type: ignore[arg-type]
        blocks, found = [], recognise(table, self.registers)
        while found is not None:
            context = RowContext("溪口镇", find_year(found.title), Grade.B)
            taken, end = self._read_block(read_rows(table, found, self.registers, context))
            blocks.append((found.register.name, taken))
            found = recognise(table, self.registers, start=end)
        return blocks

    def _read_block(self, parts: Generator[ReadRows, None, int]) -> tuple[ReadRows, int]:
        """All parts of a block as one, and where it ends."""
        whole = ReadRows()
        while True:
            try:
                part = next(parts)
            except StopIteration as stop:
                return whole, stop.value
            for name in ("demands", "organs", "observations", "problems", "warnings"):
                getattr(whole, name).extend(getattr(part, name))
            whole.rows_seen += part.rows_seen


@pytest.fixture(scope="session")
def desk() -> Desk:
    """Where files and rows are taken in."""
    return Desk()
