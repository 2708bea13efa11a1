"""Folding piece by piece gives what normalising the whole text gives."""

import re
import unicodedata

from hypothesis import example, given
from hypothesis import strategies as st

from jianfu.overlap.notices.words.characters import fold

MIXED = st.text(
    st.one_of(st.sampled_from("安全、。《》【】〔３①Ａé\u0301か\u3099가ᄀ\u1161㎡豈\u3000\x1c\n"), st.characters())
)


@given(MIXED)
@example("县e\u0301か\u3099乡")
def test_pieces_fold_as_the_whole_does(text: str) -> None:
    normal = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))

    assert fold(text) == normal.translate(str.maketrans("〔〕[]【】﹝﹞", "()()()()"))
