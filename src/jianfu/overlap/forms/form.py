"""A form as its fields: the template of a ledger, a report form, or the entry mask of a system."""

from collections.abc import Sequence
from dataclasses import dataclass

from jianfu.vocabulary.text import squeeze


@dataclass(frozen=True, slots=True)
class FormField:
    """One field. `path` are the heading parts from the top row to the lowest, never empty.

    `position` counts from 0 in reading order. `examples` are values or choices printed in the template, () if none.
    """

    path: tuple[str, ...]
    position: int
    examples: tuple[str, ...] = ()

    @property
    def heading(self) -> str:
        """The whole heading, parts joined by “/”."""
        return "/".join(self.path)

    @property
    def key(self) -> str:
        """What two fields have in common that ask in the very same words."""
        return squeeze("/".join(self.path))


@dataclass(frozen=True, slots=True)
class Form:
    """One form. `organ` asks for it, `matter` is the work it serves, `version` the template's; None = nobody says.

    `system` is the name of the system that it is typed into, None for a form on paper or in a file.
    `source` says where it was read, in words for the reader: file, sheet and row.
    """

    id: str
    name: str
    fields: tuple[FormField, ...]
    organ: str | None = None
    system: str | None = None
    matter: str | None = None
    version: str | None = None
    receivers: frozenset[str] = frozenset()
    """Who has to fill it in; empty = nobody says."""
    source: str = ""


def make_fields(paths: Sequence[Sequence[str]]) -> tuple[FormField, ...]:
    """Fields in the order given, positions counted from 0. A path without words is no field and is left out."""
    kept = [tuple(word for part in path if (word := part.strip())) for path in paths]
    return tuple(FormField(path, position) for position, path in enumerate(path for path in kept if path))
