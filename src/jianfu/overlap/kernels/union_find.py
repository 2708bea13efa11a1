"""Connected components of pairs: which texts belong together, through whichever others."""

import numpy as np
import numpy.typing as npt

from jianfu.overlap.kernels.compiling import compiled


def find_heads(count: int, a: npt.NDArray[np.int64], b: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """int64[count]: for each of 0 … count-1 the smallest index of its component; alone, its own.

    Independent of the order of the pairs and of the order inside a pair. IndexError where an index is outside.
    """
    if len(a) != len(b):
        raise ValueError("a and b are the two ends of the same pairs")
    if len(a) and (min(a.min(), b.min()) < 0 or max(a.max(), b.max()) >= count):
        raise IndexError("a pair names a text that is not there")
    heads = np.arange(count, dtype=np.int64)
    _join(heads, a.astype(np.int64, copy=False), b.astype(np.int64, copy=False))
    return heads


@compiled
def _find(heads: npt.NDArray[np.int64], index: int) -> int:
    while heads[index] != index:
        heads[index] = heads[heads[index]]
        index = heads[index]
    return index


@compiled
def _join(heads: npt.NDArray[np.int64], a: npt.NDArray[np.int64], b: npt.NDArray[np.int64]) -> None:
    for i in range(len(a)):
        one, other = _find(heads, a[i]), _find(heads, b[i])
        heads[max(one, other)] = min(one, other)
    for index in range(len(heads)):  # a head is never behind its members, so one pass upwards is enough
        heads[index] = heads[heads[index]]
