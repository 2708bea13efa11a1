"""Marks of secrecy: a mark is refused, a sentence that speaks of secrets is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianfu.reading.secrecy import find_secrecy
from jianfu.vocabulary.document import Secrecy


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("机密★10年\n青岚县委文件", Secrecy("机密")),
        ("秘 密\n青岚县委文件", Secrecy("秘密")),
        ("000001 绝密 特急\n青岚县委文件", Secrecy("绝密")),
        ("密级：秘密\n关于值守的通知", Secrecy("秘密")),
        ("正文很长。\n" * 40 + "附件（秘密★长期）", Secrecy("秘密")),
        ("机密☆二十年", Secrecy("机密")),
    ],
)
def test_marks_are_found(text: str, mark: Secrecy) -> None:
    found = find_secrecy(text)

    assert found is not None
    assert found.value == mark


@pytest.mark.parametrize(
    "text",
    [
        "",
        "严禁泄露国家秘密。",
        "关于开展保密宣传的通知\n不得在微信群传送机密文件。",
        "商业秘密保护办法",
        "正文。\n" * 30 + "秘密\n",
    ],
)
def test_words_about_secrets_are_no_marks(text: str) -> None:
    assert find_secrecy(text) is None


@given(st.text(), st.sampled_from(["绝密", "机密", "秘密"]), st.integers(1, 30))
def test_a_starred_mark_is_found_in_any_text(text: str, word: str, years: int) -> None:
    found = find_secrecy(f"{text}\n{word}★{years}年\n")

    assert found is not None
