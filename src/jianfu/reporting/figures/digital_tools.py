"""电子政务: apps, mini-programs, systems and chat groups."""

from dataclasses import dataclass

from jianfu.reporting.figure import Figure
from jianfu.reporting.figures.making import count_titles, figure, first_word, words_in
from jianfu.reporting.grouping import group
from jianfu.reporting.material import Material
from jianfu.reporting.rows import Selection, join_keys
from jianfu.vocabulary.burden_kind import BurdenKind

GROUP = "工作群"
_DAILY = ("每天", "每日", "一日", "天天", "日均")
_DAILY_TIMES_A_YEAR = 200


@dataclass(frozen=True, slots=True)
class GroupMember:
    """How many groups one member of staff is in, and where."""

    groups: Figure
    receiver: str


def _tools(material: Material) -> Selection:
    return material.received(BurdenKind.DIGITAL_TOOL).matching("tool_form", lambda form: form != GROUP)


def count_tools(material: Material) -> tuple[Figure | None, tuple[str, ...]]:
    """Apps, mini-programs and systems, and their names."""
    rows = _tools(material)
    return count_titles("DZ01", rows), tuple(words_in(rows, "title"))


def count_compulsory(material: Material) -> tuple[Figure | None, Figure | None, Figure | None]:
    """Tools that must be used, that rank, and that are said not to be filed."""
    rows = _tools(material)
    return (
        count_titles("DZ02", rows.flagged("compulsory")),
        count_titles("DZ03", rows.flagged("points_or_ranking")),
        count_titles("DZ05", rows.flagged("filed", 0)),
    )


def count_daily_logins(material: Material) -> tuple[Figure | None, tuple[str, ...]]:
    """Tools that have to be opened every day, and their names."""
    rows = _tools(material)
    said = rows.matching_mask("login_frequency", lambda words: any(word in words for word in _DAILY))
    daily = rows.where(said | (rows.column("times_per_year") >= _DAILY_TIMES_A_YEAR))
    return count_titles("DZ04", daily), tuple(words_in(daily, "title"))


def list_group_members(material: Material) -> tuple[GroupMember, ...]:
    """The member of staff with most groups, at the townships and at the villages. Nobody is named."""
    rows = _memberships(material)
    villages = rows.source.at_village[rows.positions]
    found = (_find_busiest(rows.where(~villages), "01"), _find_busiest(rows.where(villages), "02"))
    return tuple(member for member in found if member is not None)


def average_groups(material: Material) -> Figure | None:
    """Groups a registered member of staff."""
    rows = _memberships(material)
    members = rows.count_distinct("receiver_id", "holder")
    return figure("DZ07", len(rows) / members, rows) if members else None


def _memberships(material: Material) -> Selection:
    return material.received(BurdenKind.DIGITAL_TOOL).among("tool_form", {GROUP}).answered("holder")


def _find_busiest(rows: Selection, part: str) -> GroupMember | None:
    members = group(rows, join_keys(rows.column("receiver_id"), rows.codes("holder")))
    if not len(members):
        return None
    joined = members[next(members.largest_first(members.sizes, 1))]
    receiver = first_word(joined, "receiver")
    count = figure("DZ06", joined.count_distinct("title_key"), joined, part=part, label=receiver)
    return count and GroupMember(count, receiver)
