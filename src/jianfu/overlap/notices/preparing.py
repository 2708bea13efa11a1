"""What an engine must know of one notice, found out once: what it is compared by and when its titles were used."""

from dataclasses import dataclass, replace
from hashlib import blake2b

from jianfu.overlap.notices.candidates import blocks_of
from jianfu.overlap.notices.matching import uses_of
from jianfu.overlap.notices.notice import Notice, is_exact, order_of
from jianfu.overlap.notices.profile import Profile, complete

DIGEST_BYTES = 16
_SEPARATOR = "\t"


@dataclass(frozen=True, slots=True)
class Prepared:
    """A notice, completed from its body, and what it is found by.

    `content`: DIGEST_BYTES that are equal for notices that differ in nothing but their id. `day` sorts notices
    (`order_of`). `blocks`: what it is compared by; `uses`: the titles that it bears with its sender, `counts_days` if
    its day says when they were used. `is_pinned`: its title names its issue and does not recur.
    """

    notice: Notice
    content: bytes
    day: int
    blocks: tuple[str, ...]
    uses: tuple[str, ...]
    counts_days: bool
    is_pinned: bool


def prepare(raw: Notice) -> Prepared:
    """The notice as `Matcher` would see it."""
    notice = complete(raw)
    profile = Profile(notice)
    return Prepared(
        notice,
        blake2b(repr(replace(notice, id="")).encode(errors="replace"), digest_size=DIGEST_BYTES).digest(),
        order_of(notice)[0],
        tuple(sorted(map(_SEPARATOR.join, blocks_of(profile)))),
        tuple(map(_SEPARATOR.join, uses_of(profile))),
        profile.issued is not None and is_exact(profile.issued),
        bool(profile.parts.pins),
    )
