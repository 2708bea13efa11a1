"""What the pages hold demands against: calendar, cards, norms, data elements; the county's own where it has them.

Read once when first asked for. A mistake in one of them stops the page with the reason, as it stops a command.
"""

from functools import lru_cache

from jianfu.burden.norms import load_norms
from jianfu.clearance.desk import DeskRules
from jianfu.overlap.forms.elements.loading import load_dictionary
from jianfu.reporting.county_calendar import load_calendar
from jianfu.rulebook.cards.checking import load_checked
from jianfu.vocabulary.packaged import packaged_folder
from jianfu.web.settings import JIANFU_HOME

INDEX = JIANFU_HOME / "overlap_index"
"""The index of sent notices."""
_OWN_NORMS = JIANFU_HOME / "norms.yaml"


@lru_cache(maxsize=1)
def desk_rules() -> DeskRules:
    """All of them."""
    return DeskRules(
        load_calendar(JIANFU_HOME),
        load_checked([packaged_folder("rulebook"), JIANFU_HOME / "rulebook"]),
        load_norms(_OWN_NORMS if _OWN_NORMS.exists() else None),
        load_dictionary([packaged_folder("elements"), JIANFU_HOME / "elements"]),
        INDEX,
    )
