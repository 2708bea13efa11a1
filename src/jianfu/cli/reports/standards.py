"""What a county's rows are held against: calendar, rule cards, norms; the county's own where it has them."""

from pathlib import Path
from typing import TYPE_CHECKING

from jianfu.cli.county_calendar import load_calendar
from jianfu.cli.rules.cards import load_cards
from jianfu.cli.terminal.screen import fail

if TYPE_CHECKING:
    from jianfu.burden.norms import Norms
    from jianfu.reporting.standards import Standards

OWN_NORMS = "norms.yaml"


def load_standards() -> "Standards":
    """All of them. Fails with a message where one is wrong."""
    from jianfu.reporting.standards import Standards
    from jianfu.web.settings import JIANFU_HOME

    return Standards(load_calendar(JIANFU_HOME), load_cards(None), load_own_norms(None))


def load_own_norms(given: Path | None) -> "Norms":
    """The norms with what a file replaces: the one that is given, else the one in the data folder, if it is there."""
    from jianfu.burden.norms import BrokenNorms, load_norms
    from jianfu.web.settings import JIANFU_HOME

    own = JIANFU_HOME / OWN_NORMS
    try:
        return load_norms(given or (own if own.exists() else None))
    except BrokenNorms as broken:
        fail(str(broken))
