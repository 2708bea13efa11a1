"""What a paper asks, and by when: from its text where the ledger has it, else from its title."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache

from jianfu.reading.asks import read_asks
from jianfu.reading.deadlines.reader import read_deadlines
from jianfu.reading.titles import read_title
from jianfu.vocabulary.calendar import WorkCalendar

_OF_TITLES = (
    (
        "报送材料",
        re.compile(
            r"^(?:及时|按时|抓紧|继续)?(?:报送|上报|填报|呈报|提交|申报|推荐|征集|征求)|(?:报送|上报|填报)(?:工作)?$"
        ),
    ),
    ("排查", re.compile(r"(?:排查|摸排|自查|摸底|普查|核查)(?:工作|活动)?$")),
    ("参加", re.compile(r"^(?:组织)?(?:参加|收看|收听)|培训$")),
)
"""What titles ask beyond what sentences do: a title has no verb of order, and still it asks. To leave out
work is worse for a clerk than to list a paper too many."""


@dataclass(frozen=True, slots=True)
class PaperAsks:
    """What is asked in words, '' for nothing; the earliest deadline that the words fix, None for none."""

    words: str
    due_at: datetime | None


@lru_cache(maxsize=20_000)
def read_paper(title: str, text: str, received: datetime | date | None, calendar: WorkCalendar) -> PaperAsks:
    """Read a paper as it arrived; where only its day is known, deadlines like 当天 are read from that day."""
    moment = received if isinstance(received, datetime) else datetime.combine(received, time(8)) if received else None
    words = f"{title}\n{text}"
    deadlines = read_deadlines(words, received_at=moment, issued_on=None, calendar=calendar)
    due = [deadline.at for deadline in deadlines if deadline.at is not None and deadline.period is None]
    asked = [ask.kind.value for ask in read_asks(words)] or _read_title_asks(title)
    return PaperAsks("、".join(dict.fromkeys(asked)), min(due, default=None))


def _read_title_asks(title: str) -> list[str]:
    subject = read_title(title).subject
    return [words for words, pattern in _OF_TITLES if pattern.search(subject)][:1]
