"""Complaints as a handler sees them: opened on this computer, held in memory, gone when the desk closes."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from jianfu.voice.desk.keyfile import HandlerKeys
from jianfu.voice.desk.known_readers import Known, ReaderFile
from jianfu.voice.desk.server import Server
from jianfu.voice.rules.course import State
from jianfu.voice.rules.routing import Reader, choose_readers
from jianfu.voice.sealing.envelopes import CannotOpen, File, Payload, open_
from jianfu.voice.wire import (
    ABOUT_LEADERS_FACT,
    ABOUT_OFFICE_FACT,
    BOX_FACT,
    CONCERNED_FACT,
    HIDDEN_FACT,
    KIND_FACT,
    NAMES_BETWEEN,
    PROOF_FACT,
    YES,
    ComplaintRow,
    Inbox,
    ItemRow,
    ProposalRow,
)

_OF_THE_CHANNEL = frozenset({BOX_FACT, PROOF_FACT, KIND_FACT})


@dataclass(frozen=True, slots=True)
class Message:
    """One opened envelope. Files are fetched again when they are asked for; here are only their names."""

    token: str
    kind: str
    day: date
    text: str
    facts: dict[str, str]
    file_names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Exclusions:
    """Who must not read a complaint, as its envelope says."""

    concerned: tuple[str, ...]
    hidden_from: tuple[str, ...]
    about_office: bool
    about_leaders: bool


@dataclass(frozen=True, slots=True)
class Opened:
    """One complaint with what was written to and fro, from the first envelope to the last that this key opens."""

    row: ComplaintRow
    messages: tuple[Message, ...]

    @property
    def token(self) -> str:
        """The complaint's own."""
        return self.row["token"]

    @property
    def state(self) -> State:
        """Where it stands."""
        return State(self.row["state"])

    @property
    def facts(self) -> dict[str, str]:
        """What the reporter ticked besides the kind, without what is meant for the channel itself."""
        return {name: words for name, words in self._told.items() if name not in _OF_THE_CHANNEL and words}

    @property
    def kind(self) -> str:
        """The kind in the reporter's words."""
        return self._told.get(KIND_FACT, "")

    @property
    def text(self) -> str:
        """The reporter's first words."""
        return self.messages[0].text

    @property
    def proof(self) -> str:
        """What shows the server that this handler has read it."""
        return self._told.get(PROOF_FACT, "")

    @property
    def box(self) -> str:
        """The reporter's key, from inside the envelope."""
        return self._told.get(BOX_FACT, "")

    @property
    def exclusions(self) -> Exclusions:
        """The ticks that chose the readers."""
        return Exclusions(
            concerned=_names(self._told.get(CONCERNED_FACT, "")),
            hidden_from=_names(self._told.get(HIDDEN_FACT, "")),
            about_office=self._told.get(ABOUT_OFFICE_FACT) == YES,
            about_leaders=self._told.get(ABOUT_LEADERS_FACT) == YES,
        )

    @property
    def _told(self) -> dict[str, str]:
        return self.messages[0].facts


@dataclass(frozen=True, slots=True)
class Overview:
    """All that the desk shows at one time."""

    inbox: Inbox
    known: Known
    complaints: tuple[Opened, ...]
    unreadable: int
    """How many are for other readers: they are counted, and nothing else is known of them."""

    def find(self, token: str) -> Opened | None:
        """The complaint with this token; None where this key does not open it."""
        return next((one for one in self.complaints if one.token == token), None)

    def proposals_of(self, complaint: Opened) -> list[ProposalRow]:
        """Steps of it that wait for a second person."""
        return [one for one in self.inbox["proposals"] if one["complaint"] == complaint.token]

    def items(self) -> list[tuple[ItemRow, list[Opened]]]:
        """Rewritten items all of whose complaints this key opens, with those."""
        found = []
        for item in self.inbox["items"]:
            complaints = [one for token in item["complaints"] if (one := self.find(token)) is not None]
            if len(complaints) == len(item["complaints"]):
                found.append((item, complaints))
        return found


class Desk:
    """One handler at work: keys in memory, the way to the server, the compared keys."""

    def __init__(
        self,
        keys: HandlerKeys,
        server: Server,
        readers: ReaderFile,
        *,
        random: Callable[[int], bytes],
        recovery: str = "",
    ) -> None:
        """Nothing is fetched yet. `recovery`: the recovery secret put together from its parts, to seal anew with."""
        self.keys = keys
        self.server = server
        self.readers = readers
        self.random = random
        self._secrets = [keys.box.secret, *([recovery] if recovery else [])]
        self._opened: dict[str, Message | None] = {}

    def look(self) -> Overview:
        """The state of things, with all that this key opens; each envelope is fetched once."""
        inbox = self.server.load_inbox()
        known = self.readers.look_through(inbox, self.keys.reader)
        opened = [self._open_complaint(row) for row in inbox["complaints"]]
        readable = tuple(one for one in opened if one is not None)
        return Overview(inbox, known, readable, len(opened) - len(readable))

    def open_envelope(self, token: str) -> Payload:
        """One envelope with its files. CannotOpen where it is for others."""
        sealed = self.server.fetch(token)
        for secret in self._secrets[:-1]:
            with suppress(CannotOpen):
                return open_(sealed, secret)
        return open_(sealed, self._secrets[-1])

    def open_file(self, token: str, name: str) -> File | None:
        """One file of an envelope by its neutral name; None where there is none."""
        payload = self.open_envelope(token)
        return next((f for n, f in zip(payload.names(), payload.files, strict=True) if n == name), None)

    def _open_complaint(self, row: ComplaintRow) -> Opened | None:
        messages = [message for message in self._open_messages(row) if message is not None]
        if not messages or messages[0].kind != "complaint":
            return None
        return Opened(row, tuple(messages))

    def _open_messages(self, row: ComplaintRow) -> Iterator[Message | None]:
        for envelope in row["envelopes"]:
            token = envelope["token"]
            if token not in self._opened:
                self._opened[token] = self._open_message(token, envelope["kind"], date.fromisoformat(envelope["day"]))
            yield self._opened[token]

    def _open_message(self, token: str, kind: str, day: date) -> Message | None:
        try:
            payload = self.open_envelope(token)
        except CannotOpen:
            return None
        return Message(token, kind, day, payload.text, dict(payload.facts), payload.names())

    def forget(self, token: str) -> None:
        """Fetch this envelope anew next time: it was replaced."""
        self._opened.pop(token, None)


def allowed_readers(known: Known, complaints: list[Opened]) -> tuple[Reader, ...]:
    """Who may read what is written about these complaints: the exclusions of all of them hold. TooFewReaders."""
    exclusions = [one.exclusions for one in complaints]
    return choose_readers(
        known.readers(),
        concerned_units=[name for one in exclusions for name in one.concerned],
        hidden_from=[name for one in exclusions for name in one.hidden_from],
        about_handling_office=any(one.about_office for one in exclusions),
        about_leaders=any(one.about_leaders for one in exclusions),
    )


def _names(words: str) -> tuple[str, ...]:
    return tuple(name for name in words.split(NAMES_BETWEEN) if name)
