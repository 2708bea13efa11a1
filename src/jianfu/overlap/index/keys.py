"""The numbers under which a notice is filed. All are 64 bit and lie in one space: 44 bits say which bucket, 20 bits the
order inside it, so that the nearest in a crowded bucket stand together.

* of the body: the kernels' band and anchor keys, ordered by likeness, and one key of the whole body
* of the title: its blocks, ordered by day
* of a sender and a title: its days, for telling rubrics from matters
* of the id
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

from jianfu.overlap.kernels.signing import ORDER_BITS, sign_block
from jianfu.overlap.kernels.texts import Texts
from jianfu.overlap.notices.candidates import blocks_of
from jianfu.overlap.notices.notice import Notice, is_exact
from jianfu.overlap.notices.profile import Profile

Words64 = npt.NDArray[np.uint64]
UNDATED = (1 << ORDER_BITS) - 1
ORDER_MASK = np.uint64((1 << ORDER_BITS) - 1)
_TITLE = "关于开展消防安全排查的通知"
_PROBES = (
    Notice("试", _TITLE, "请各乡镇对辖区内电梯、锅炉逐台排查并建立台账，逾期通报。" * 4),
    Notice("长", _TITLE, "".join(chr(0x4E00 + 17 * place) for place in range(400))),  # has all kinds of keys of a body
)


@dataclass(frozen=True, slots=True)
class DraftKeys:
    """What one notice is looked up by: uint64, sorted, each once."""

    body: Words64
    title: Words64


def day_of(profile: Profile) -> int:
    """The first day on which it can have been issued, as an ordinal; UNDATED for none."""
    return min(profile.issued.start.toordinal(), UNDATED) if profile.issued else UNDATED


def key_of_id(name: str) -> int:
    """The key of an id."""
    return _hash("id", name)


def salt_of(name: str) -> int:
    """32 bits that put notices in an order of their own, whenever they came."""
    return _hash("salt", name) >> 32


def key_of_days(sender: str, title_key: str) -> int:
    """The bucket that holds the days on which a sender used a title."""
    return _hash("days", sender, title_key) >> ORDER_BITS << ORDER_BITS


def title_keys(profile: Profile) -> set[int]:
    """One key for each block of the title."""
    day = day_of(profile)
    return {_hash("block", *block) >> ORDER_BITS << ORDER_BITS | day for block in blocks_of(profile)}


def body_keys(profiles: Sequence[Profile]) -> tuple[Words64, npt.NDArray[np.uint32]]:
    """Keys of the bodies, with the place of the profile for each. Bodies in which nothing counts have none."""
    signed = sign_block(Texts.of(profile.notice.body for profile in profiles), 0, len(profiles))
    counting = np.flatnonzero(signed.grams).astype(np.uint32)
    days = np.array([day_of(profile) for profile in profiles], np.uint64)
    whole = (signed.digests[counting, 0] & ~ORDER_MASK) | days[counting]
    return np.concatenate([signed.keys, whole]), np.concatenate([signed.owners, counting])


def keys_of_draft(profile: Profile) -> DraftKeys:
    """What to look up for one notice."""
    body, _ = body_keys([profile])
    return DraftKeys(np.unique(body), _as_words(title_keys(profile)))


def file_keys(profiles: Sequence[Profile]) -> tuple[Words64, npt.NDArray[np.uint32]]:
    """Every key under which the notices are filed, with the place of the notice for each; unsorted."""
    keys: list[int] = []
    counts = []
    for profile in profiles:
        own = title_keys(profile) | _days_of(profile) | {key_of_id(profile.notice.id)}
        keys += own
        counts.append(len(own))
    body, owners = body_keys(profiles)
    own_owners = np.repeat(np.arange(len(profiles), dtype=np.uint32), counts)
    return np.concatenate([np.array(keys, np.uint64), body]), np.concatenate([own_owners, owners])


def probe_keys() -> str:
    """A mark of how this code makes keys. An index filed under other keys finds nothing and must be built anew."""
    keys, _ = file_keys([Profile(probe) for probe in _PROBES])
    return blake2b(np.sort(keys).tobytes(), digest_size=8).hexdigest()


def _days_of(profile: Profile) -> set[int]:
    if profile.issued is None or not is_exact(profile.issued):
        return set()
    day = day_of(profile)
    return {key_of_days(profile.sender_name, key) | day for key in profile.parts.keys}


def _hash(*words: str) -> int:
    digest = blake2b("\0".join(words).encode(errors="surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "little")


def _as_words(keys: Iterable[int]) -> Words64:
    return np.array(sorted(keys), np.uint64)
