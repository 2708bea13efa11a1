"""What any engine finds out about many notices."""

from collections.abc import Sequence
from dataclasses import dataclass

from jianfu.overlap.notices.matching import Related
from jianfu.overlap.notices.notice import Notice


@dataclass(frozen=True, slots=True)
class Findings:
    """`count` notices and the relations among them, by ids. `dated`: at least those of overlapping pairs, for groups;
    an engine may leave out everything but id and date."""

    count: int
    related: Sequence[Related]
    dated: Sequence[Notice]
