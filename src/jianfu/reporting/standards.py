"""What a report holds the ledger's rows against, besides the rows themselves."""

from dataclasses import dataclass
from hashlib import sha256

from jianfu.burden.norms import Norms
from jianfu.rulebook.cards.card import RuleCard
from jianfu.rulebook.findings import digest_cards
from jianfu.vocabulary.calendar import WorkCalendar


@dataclass(frozen=True)
class Standards:
    """The working-day calendar, the rule cards (of any place) and the norms of effort."""

    calendar: WorkCalendar
    cards: tuple[RuleCard, ...]
    norms: Norms

    @property
    def digest(self) -> str:
        """Of what all of them say, 64 hexadecimal digits: with another one the same rows may give other figures."""
        days = (sorted(self.calendar.extra_holidays), sorted(self.calendar.extra_workdays), self.calendar.office_hours)
        return sha256(repr((days, digest_cards(self.cards), self.norms.digest)).encode()).hexdigest()
