"""What the preview asks about headings: one line a heading, with the fields that it could mean."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict

from jianfu.intake.registers.mappings import BrokenRegister, Register
from jianfu.vocabulary.text import squeeze
from jianfu.web.deliveries.mapping import load_county_registers
from jianfu.web.deliveries.models import DeliveredFile

_PREFIX = "map-"
_MOST_FILES = 500
_ALIKE, _MOST_LIKELY = 0.5, 3


@dataclass(slots=True)
class Heading:
    """One heading that nobody knows: what stands below it, in how many files, and what it may mean."""

    words: str
    example: str
    likely: list[str]
    files: int = 1
    known: str = ""
    """The field that the register knows it as; '' where somebody must say."""

    @property
    def name(self) -> str:
        """The name of its choice in the form."""
        return _PREFIX + self.words


@dataclass(slots=True)
class Question:
    """All unknown headings of one register. `fields` are the labels to choose from."""

    register: str
    fields: list[str]
    required: str
    typical: str
    """One of these must be there, too."""
    headings: dict[str, Heading] = field(default_factory=dict)


@dataclass(slots=True)
class UnknownTable:
    """A sheet that is no known register: which one it is must be said first, then `question` asks for its headings."""

    key: str
    file: str
    sheet: str
    headings: list[str]
    registers: list[str]
    chosen: str
    question: Question | None


def read_choices(posted: QueryDict) -> dict[str, str]:
    """Heading → what was chosen for it, '' for nothing."""
    return {name.removeprefix(_PREFIX): str(value) for name, value in posted.items() if name.startswith(_PREFIX)}


def read_sheet(files: QuerySet[DeliveredFile], posted: QueryDict) -> list[str]:
    """All headings of the sheet that was sent with the form, none where the form was about a known register."""
    place, _, number = posted.get("table", "").partition("-")
    if not (place.isdecimal() and number.isdecimal()):
        return []
    file = files.filter(place=int(place[:9])).first()
    tables = file.found.get("unplaced", []) if file else []
    return list(tables[int(number[:9])]["headings"]) if int(number[:9]) < len(tables) else []


def list_questions(files: QuerySet[DeliveredFile]) -> list[Question]:
    """One question a register, over all files that need a look."""
    registers = _registers()
    questions: dict[str, Question] = {}
    for found in files.filter(needs_attention=True).values_list("found", flat=True)[:_MOST_FILES]:
        for name, headings in found.get("unknown_headings", {}).items():
            if name in registers:
                question = questions.setdefault(name, _ask(registers[name], found.get("fields", [])))
                _add(question, registers[name], headings, found.get("examples", {}))
    return list(questions.values())


def list_tables(files: QuerySet[DeliveredFile], asked: Mapping[str, Any]) -> list[UnknownTable]:
    """Sheets that were not recognised. `asked` is the address: it names the sheet and the register that it is."""
    registers = _registers()
    tables = []
    for file in files.filter(needs_attention=True)[:_MOST_FILES]:
        for number, table in enumerate(file.found.get("unplaced", [])):
            key = f"{file.place}-{number}"
            chosen = registers.get(str(asked.get("register", ""))) if asked.get("table") == key else None
            tables.append(
                UnknownTable(
                    key,
                    file.name,
                    table["sheet"],
                    table["headings"],
                    list(registers),
                    chosen.name if chosen else "",
                    _ask_table(chosen, table) if chosen else None,
                )
            )
    return tables


def _registers() -> dict[str, Register]:
    """Empty where a mapping file is broken: the preview says so when it is made."""
    try:
        return {register.name: register for register in load_county_registers()}
    except BrokenRegister:
        return {}


def _ask(register: Register, taken: Iterable[str]) -> Question:
    free = [one.label for one in register.fields.values() if one.label not in set(taken)]
    required = "、".join(register.fields[name].label for name in register.required)
    typical = "、".join(one.label for one in register.fields.values() if one.name in register.typical)
    return Question(register.name, free, required, typical)


def _ask_table(register: Register, table: Mapping[str, Any]) -> Question:
    """All headings of a sheet; those that the register knows are told, not asked."""
    headings = table["headings"]
    known = {word: register.headings[squeeze(word)].label for word in headings if squeeze(word) in register.headings}
    question = _ask(register, known.values())
    _add(question, register, headings, dict(zip(headings, table["examples"], strict=False)))
    for word, label in known.items():
        question.headings[word].known = label
    for word in headings:
        if squeeze(word) in register.ignored:
            question.headings[word].known = "（不导入）"
    return question


def _add(question: Question, register: Register, headings: Iterable[str], examples: Mapping[str, str]) -> None:
    for words in headings:
        if words in question.headings:
            question.headings[words].files += 1
        else:
            likely = _list_likely(register, words, question.fields)
            question.headings[words] = Heading(words, examples.get(words, ""), likely)


def _list_likely(register: Register, words: str, labels: Iterable[str]) -> list[str]:
    """Fields that are known by words like these: offered first, never chosen for anybody."""
    wanted = set(labels)
    alike: dict[str, float] = {}
    for known, meant in register.headings.items():
        if meant.label in wanted:
            ratio = SequenceMatcher(None, known, words).ratio()
            alike[meant.label] = max(alike.get(meant.label, 0.0), ratio)
    best = sorted((label for label, ratio in alike.items() if ratio >= _ALIKE), key=lambda label: -alike[label])
    return best[:_MOST_LIKELY]
