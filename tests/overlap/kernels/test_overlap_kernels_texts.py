"""Columns of texts, from Python and from Arrow."""

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jianfu.overlap.kernels.texts import Texts


@settings(deadline=None)
@given(st.lists(st.one_of(st.none(), st.text()), max_size=20))
def test_texts_come_back(strings: list[str | None]) -> None:
    texts = Texts.of(strings)

    assert [texts.text(i) for i in range(len(texts))] == [(s or "").encode(errors="replace").decode() for s in strings]


@pytest.mark.parametrize("kind", ["string", "large_string", "string_view"])
@settings(deadline=None)
@given(strings=st.lists(st.one_of(st.none(), st.text()), max_size=20), cut=st.integers(0, 20))
def test_arrow_arrays_and_their_slices_are_read(kind: str, strings: list[str | None], cut: int) -> None:
    strings = [s if s is None else s.encode(errors="replace").decode() for s in strings]
    array = pa.array(strings, getattr(pa, kind)())[cut:]

    texts = Texts.from_arrow(array)

    assert [texts.text(i) for i in range(len(texts))] == [s or "" for s in strings[cut:]]


def test_arrow_bytes_are_not_copied() -> None:
    array = pa.array(["关于", "通知"], pa.large_string())

    assert Texts.from_arrow(array).data.ctypes.data == array.buffers()[2].address


def test_chunked_columns_are_joined() -> None:
    texts = Texts.from_arrow(pa.chunked_array([["甲", None], ["乙"]]))

    assert [texts.text(i) for i in range(3)] == ["甲", "", "乙"]


def test_parts_are_joined_with_their_own_bytes_only() -> None:
    part = Texts.from_arrow(pa.array(["甲", "乙", "丙"])[1:2])

    joined = Texts.joined([part, Texts.of(["丁"])])

    assert [joined.text(i) for i in range(2)] == ["乙", "丁"]
    assert len(joined.data) == 6
