"""Many texts as two columns: all bytes in one array, and where each text begins. The layout of Arrow strings."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from jianfu.overlap.kernels.compiling import compiled


@dataclass(frozen=True, slots=True)
class Texts:
    """`data` uint8[n]: UTF-8 of all texts; `offsets` int64[m+1]: text i is `data[offsets[i]:offsets[i+1]]`.

    Bytes that are no UTF-8 may stand in `data`: the kernels pass over them. A missing text is an empty one.
    """

    data: npt.NDArray[np.uint8]
    offsets: npt.NDArray[np.int64]

    @staticmethod
    def of(strings: Iterable[str | None]) -> "Texts":
        """Texts of Python strings. Lone surrogates become '?', None becomes an empty text."""
        encoded = [(string or "").encode(errors="replace") for string in strings]
        offsets = np.zeros(len(encoded) + 1, np.int64)
        np.cumsum([len(text) for text in encoded], out=offsets[1:])
        return Texts(np.frombuffer(b"".join(encoded), np.uint8), offsets)

    @staticmethod
    def from_arrow(array: Any) -> "Texts":
        """Texts of a pyarrow string or binary array (large or not), without a copy of the bytes; nulls are empty.

        A ChunkedArray is joined first. Nulls that still own bytes, which Arrow allows, cost a copy.
        """
        if hasattr(array, "chunks"):
            array = array.combine_chunks()
        wide = str(array.type).startswith("large_")
        if str(array.type) not in {"string", "binary", "large_string", "large_binary"}:
            array, wide = array.cast("large_string"), True
        _, starts, content = array.buffers()
        width = np.dtype(np.int64 if wide else np.int32)
        offsets = np.zeros(1, np.int64)
        if starts is not None and len(array):
            raw = np.frombuffer(starts, width, len(array) + 1, array.offset * width.itemsize)
            offsets = raw.astype(np.int64, copy=False)
        data = np.zeros(0, np.uint8) if content is None else np.frombuffer(content, np.uint8)
        texts = Texts(data, offsets)
        return texts if array.null_count == 0 else _empty_nulls(texts, array)

    @staticmethod
    def joined(parts: Sequence["Texts"]) -> "Texts":
        """All texts of the parts, one after the other."""
        if len(parts) == 1:
            return parts[0]
        data = [part.data[part.offsets[0] : part.offsets[-1]] for part in parts]
        lengths = [np.diff(part.offsets) for part in parts]
        offsets = np.zeros(sum(map(len, lengths)) + 1, np.int64)
        if lengths:
            np.cumsum(np.concatenate(lengths), out=offsets[1:])
        return Texts(np.concatenate([np.zeros(0, np.uint8), *data]), offsets)

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def text(self, index: int) -> str:
        """The text as Python reads it; what is no UTF-8 shows as U+FFFD."""
        return self.data[self.offsets[index] : self.offsets[index + 1]].tobytes().decode(errors="replace")

    def take(self, indices: npt.NDArray[np.integer[Any]]) -> "Texts":
        """The texts at the indices, in their order, copied."""
        offsets = np.zeros(len(indices) + 1, np.int64)
        np.cumsum((self.offsets[1:] - self.offsets[:-1])[indices], out=offsets[1:])
        data = np.empty(offsets[-1], np.uint8)
        _gather(self.data, self.offsets, indices, data, offsets)
        return Texts(data, offsets)


@compiled
def _gather(
    data: npt.NDArray[np.uint8],
    offsets: npt.NDArray[np.int64],
    indices: npt.NDArray[np.integer[Any]],
    taken: npt.NDArray[np.uint8],
    ends: npt.NDArray[np.int64],
) -> None:
    for i in range(len(indices)):
        taken[ends[i] : ends[i + 1]] = data[offsets[indices[i]] : offsets[indices[i] + 1]]


def _empty_nulls(texts: Texts, array: Any) -> Texts:
    valid = np.asarray(array.is_valid().to_numpy(zero_copy_only=False), bool)
    if not np.any(np.diff(texts.offsets)[~valid]):
        return texts
    kept = texts.take(np.flatnonzero(valid))
    lengths = np.where(valid, np.diff(texts.offsets), 0)
    offsets = np.zeros(len(texts) + 1, np.int64)
    np.cumsum(lengths, out=offsets[1:])
    return Texts(kept.data, offsets)
