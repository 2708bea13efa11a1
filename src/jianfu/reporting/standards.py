"""What a report holds the ledger's rows against, besides the rows themselves."""

from dataclasses import dataclass

from jianfu.burden.norms import Norms
from jianfu.rulebook.cards.card import RuleCard
from jianfu.vocabulary.calendar import WorkCalendar


@dataclass(frozen=True)
class Standards:
    """The working-day calendar, the rule cards (of any place) and the norms of effort."""

    calendar: WorkCalendar
    cards: tuple[RuleCard, ...]
    norms: Norms
