"""Reads the next file while the present one is recorded: parsing has a core of its own."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from jianfu.intake.content import Content
from jianfu.intake.errors import UnreadableFile
from jianfu.intake.readers.streaming import Row, StreamedRows
from jianfu.intake.reading_files import Limits, Source, begin_reading, open_sources
from jianfu.intake.sandbox import Running

_DIRECTORY_WORD = "名录"


def list_sources(paths: Sequence[Path], limits: Limits) -> list[Source]:
    """All files at the paths, directories of organs first: with the names known, what follows finds its organ."""
    sources = [source for path in paths for source in open_sources(path, limits=limits)]
    return sorted(sources, key=is_no_directory)


def is_no_directory(source: Source) -> bool:
    """Sorts directories of organs to the front."""
    return _DIRECTORY_WORD not in source.full_name


class _Count:
    """Counts the rows of all tables of a file while they go by."""

    def __init__(self, tell: Callable[[int], None]) -> None:
        self._tell = tell
        self._rows = 0

    def pass_on(self, rows: Sequence[Row]) -> Iterator[list[Row]]:
        """The chunks of one table."""
        assert isinstance(rows, StreamedRows)
        for chunk in rows.chunks():
            self._rows += len(chunk)
            self._tell(self._rows)
            yield chunk


class FilesAhead:
    """Files in order, the next one always being read in a child. The first is begun at once.

    `is_wanted` spares files that need no reading; it is asked from the second file on. `on_rows` hears how many rows
    of the present file have come, again and again; what it raises stops the reading.
    """

    def __init__(self, sources: Sequence[Source], limits: Limits) -> None:
        self.sources = tuple(sources)
        self.is_wanted: Callable[[Source], bool] = lambda source: True
        self.on_rows: Callable[[int], None] = lambda rows: None
        self._limits = limits
        self._running: dict[int, Running] = {}
        self._present: Running | None = None
        self._begin(0)

    def read(self, place: int) -> Content:
        """What file number `place` holds; then the next begins to be read. UnreadableFile where it holds nothing.

        Rows of the file before are no longer to be had.
        """
        self._stop_present()
        try:
            self._present = self._running.pop(place, None) or self._start(place)
            content = self._present.result()
            coming = _Count(self.on_rows)
            for table in content.tables:
                table.rows = StreamedRows(coming.pass_on(table.rows))
            return content
        finally:
            self._begin(place + 1)

    def skip(self, place: int) -> None:
        """Leave file number `place` unread and begin the next."""
        running = self._running.pop(place, None)
        if running is not None:
            running.stop()
        self._begin(place + 1)

    def close(self) -> None:
        """Stop whatever is still being read."""
        self._stop_present()
        for running in self._running.values():
            running.stop()
        self._running.clear()

    def _stop_present(self) -> None:
        if self._present is not None:
            self._present.stop()
            self._present = None

    def _begin(self, place: int) -> None:
        if place < len(self.sources) and self.is_wanted(self.sources[place]):
            # What cannot be read is told when its turn comes.
            with suppress(UnreadableFile):
                self._running[place] = self._start(place)

    def _start(self, place: int) -> Running:
        source = self.sources[place]
        return begin_reading(source.file.name, source.read_bytes(), limits=self._limits)
