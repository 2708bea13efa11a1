"""What a command says to the person or program that called it, and how it ends."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NoReturn, TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

T = TypeVar("T")

DONE = 0
COULD_NOT = 2


class CommandFailed(Exception):
    """A command could not do its work. `message` says in Chinese what happened and what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def say(line: str = "") -> None:
    """One line for the reader on standard output, as it is: no markup, no wrapping."""
    sys.stdout.write(line + "\n")


def say_json(value: Mapping[str, Any] | list[Any]) -> None:
    """One JSON value on one line, Chinese unescaped."""
    say(json.dumps(value, ensure_ascii=False, default=str))


def complain(line: str) -> None:
    """One line on standard error."""
    sys.stderr.write(line + "\n")


def fail(message: str) -> NoReturn:
    """Stop the command with exit code 2 and this message."""
    raise CommandFailed(message)


def with_progress(items: Iterable[T], *, total: int | None = None, label: str = "处理中") -> Iterator[T]:
    """The same items, with a progress bar on standard error while it is a terminal."""
    if not sys.stderr.isatty():
        yield from items
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    size = total if total is not None else _length(items)
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        yield from progress.track(items, total=size, description=label)


@contextmanager
def show_steps(labels: Mapping[str, str]) -> Iterator[Callable[[str, int], None]]:
    """What long work without a known end calls with a step's name and how much of it is done.

    While standard error is a terminal, the step's label and the number stand there; steps without a label stay silent.
    """
    if not sys.stderr.isatty():
        yield lambda step, count: None
        return
    with Console(stderr=True).status("准备") as status:

        def show(step: str, count: int) -> None:
            if step in labels:
                status.update(f"{labels[step]} {count:,}")

        yield show


def _length(items: Iterable[object]) -> int | None:
    try:
        return len(items)  # type: ignore[arg-type]
    except TypeError:
        return None
