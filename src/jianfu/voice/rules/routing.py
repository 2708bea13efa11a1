"""Who may read a complaint: decided from what the reporter ticked, before anything is encrypted or stored.

A unit that the complaint concerns, or that the reporter will not have read it, has no key among the readers. The rule
errs towards leaving out: a unit's own sections, short forms of its name and its listed other names count as the unit.
docs/methods/voice.md tells the reasons.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from jianfu.vocabulary.text import squeeze

FEWEST_READERS = 2
MOST_READERS = 6
"""An envelope has eight places; one is the recovery key's, and in an answer one the reporter's."""
_SHORTEST_SHORT_FORM = 3


class Body(StrEnum):
    """What a reader's unit is to the complaint channel."""

    HANDLING_OFFICE = "handling_office"
    DISCIPLINE = "discipline"
    UPPER_LEVEL = "upper_level"
    SUPERVISION = "supervision"

    @property
    def label(self) -> str:
        """The Chinese word."""
        return _BODY_LABELS[self]


_BODY_LABELS = {
    Body.HANDLING_OFFICE: "减负专班",
    Body.DISCIPLINE: "纪检监察机关",
    Body.UPPER_LEVEL: "上级减负办",
    Body.SUPERVISION: "督查机构",
}
_INDEPENDENT = frozenset({Body.DISCIPLINE, Body.UPPER_LEVEL})
"""Those who read what concerns the handling office itself or the county's leaders."""


class TooFewReaders(ValueError):
    """Fewer than two would be left to read it: the complaint is refused and the paper address shown."""


@dataclass(frozen=True, slots=True)
class Reader:
    """One handler with a key. Two persons of one unit are two readers."""

    id: str
    unit: str
    body: Body
    public_key: str
    """age1…"""
    aliases: tuple[str, ...] = ()
    """Other names of the unit, short ones too."""


def choose_readers(
    readers: Sequence[Reader],
    *,
    concerned_units: Iterable[str],
    hidden_from: Iterable[str],
    about_handling_office: bool,
    about_leaders: bool,
) -> tuple[Reader, ...]:
    """Two to six readers with keys of their own, ordered by id. TooFewReaders where fewer than two are left.

    Where more than six are left, each body has its turn until the places are filled.
    """
    excluded = {squeeze(name) for name in (*concerned_units, *hidden_from)} - {""}
    named = {reader.public_key for reader in readers if _is_named(reader, excluded)}
    bodies = _INDEPENDENT if about_handling_office or about_leaders else frozenset(Body)
    # A person with two hats keeps neither when one of them is named: it is the same key.
    left = {r.public_key: r for r in readers if r.public_key not in named and r.body in bodies}
    if about_handling_office:
        own = {r.public_key for r in readers if r.body is Body.HANDLING_OFFICE}
        left = {key: reader for key, reader in left.items() if key not in own}
    if len(left) < FEWEST_READERS:
        raise TooFewReaders("能看这件投诉的不足两人，本渠道不收，请改用页面上的书面地址。")
    return tuple(sorted(_take_turns(list(left.values())), key=lambda reader: reader.id))


def is_same_unit(name: str, other: str) -> bool:
    """Whether two names may mean one unit, or a unit and its section: 县应急管理局 and 县应急管理局办公室."""
    short, long = sorted((squeeze(name), squeeze(other)), key=len)
    if short == long:
        return bool(short)
    return len(short) >= _SHORTEST_SHORT_FORM and long.startswith(short)


def _is_named(reader: Reader, excluded: Iterable[str]) -> bool:
    names = (reader.unit, *reader.aliases)
    return any(is_same_unit(name, other) for other in excluded for name in names)


def _take_turns(readers: list[Reader]) -> list[Reader]:
    queues = [sorted((r for r in readers if r.body is body), key=lambda reader: reader.id) for body in Body]
    taken: list[Reader] = []
    while len(taken) < MOST_READERS and any(queues):
        taken += [queue.pop(0) for queue in queues if queue]
    return taken[:MOST_READERS]
