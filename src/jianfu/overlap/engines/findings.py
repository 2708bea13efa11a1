"""What any engine finds out about many notices."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from jianfu.overlap.notices.matching import Related
from jianfu.overlap.notices.notice import Notice


@dataclass(frozen=True, slots=True)
class Findings:
    """`count` notices and the relations among them, by ids; `related` can be gone through more than once. `dated`: at
    least those of overlapping pairs, for groups; an engine may leave out everything but id and date."""

    count: int
    related: Iterable[Related]
    dated: Sequence[Notice]
