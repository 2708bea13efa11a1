"""Words between the pages and a running import, as small files.

An import holds the ledger until its file is whole, so neither its progress nor a wish to stop can go through the
database: they would wait for the very thing that they are about.
"""

from contextlib import suppress
from pathlib import Path

from jianfu.web.deliveries.models import uploads_folder


class StoppedByHand(Exception):
    """Somebody asked the import to stop. What the present file had written is taken back by its transaction."""


def _path(delivery_id: int, kind: str) -> Path:
    return uploads_folder() / f"{delivery_id}.{kind}"


def tell_rows(delivery_id: int, rows: int) -> None:
    """Say how many rows of the present file have been read."""
    path = _path(delivery_id, "rows")
    draft = path.with_suffix(".rows-new")
    draft.write_text(str(rows), encoding="ascii")
    draft.replace(path)


def read_rows(delivery_id: int) -> int:
    """How many rows of the present file have been read; 0 where nothing is told."""
    try:
        return int(_path(delivery_id, "rows").read_text(encoding="ascii"))
    except (OSError, ValueError):
        return 0


def ask_to_stop(delivery_id: int) -> None:
    """Ask the worker to stop as soon as it can."""
    path = _path(delivery_id, "stop")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()


def stop_if_asked(delivery_id: int) -> None:
    """Raise StoppedByHand where somebody asked."""
    if _path(delivery_id, "stop").exists():
        raise StoppedByHand


def clear(delivery_id: int) -> None:
    """Take all words back."""
    for kind in ("rows", "stop"):
        with suppress(FileNotFoundError):
            _path(delivery_id, kind).unlink()
