"""Which passwords are taken."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from jianfu.ledger.models import Organ
from jianfu.web.accounts.models import Account
from jianfu.web.accounts.passwords import take_out_known

_OWNER = Account(username="songxi-dangzheng", role="township", organ=Organ(name="松溪镇"))


@pytest.mark.parametrize(
    "password",
    ["短", "12345678901", "123456789012", "password1234", "woaini1314520", "qwertyuiop123", "Admin@123456",
     "jianfu2023!!!", "减负专班20231207", "songxi-dangzheng-2024", "松溪镇松溪镇松溪镇2023", "aaaaaaaaaaaaaaaa",
     "5201314woaini", "１２３４５６７８９０１２", "为人民服务为人民服务888", "Qwer1234Qwer1234", "abcdefghijklmnop"],
)  # fmt: skip
def test_what_is_guessed_first_is_refused(password: str) -> None:
    with pytest.raises(ValidationError):
        validate_password(password, _OWNER)


@pytest.mark.parametrize(
    "password",
    ["白鹭-青山-绿水-小桥-7", "correct horse battery", "竹影扫阶尘不动月穿潭底", "kq7vzt2mwx9p", "749382016574",
     "all lower case words", "   leading and trailing   ", "emoji🌾🐃🌧️ are fine", "x" * 3 + "稻谷三担半柴两捆鸡七只"],
)  # fmt: skip
def test_what_is_long_and_ones_own_is_taken_whatever_signs_it_has(password: str) -> None:
    if len(password) < 12:
        password += "，再见"
    validate_password(password, _OWNER)


def test_up_to_128_signs_are_taken_whole() -> None:
    long = "".join(chr(0x4E00 + place * 7) for place in range(128))
    validate_password(long, _OWNER)
    account = Account(username="甲", role="leader")
    account.set_password(long)

    assert account.check_password(long)
    assert not account.check_password(long[:-1])


@given(st.text(max_size=130))
def test_any_text_gets_an_answer(password: str) -> None:
    left = take_out_known(password, ["松溪镇"])

    assert "jianfu" not in left
    assert all(sign.isalnum() for sign in left)
