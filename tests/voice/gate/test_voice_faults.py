"""What reaches the log when something breaks: where in the code, nothing of the reporter."""

import logging

import pytest
from channel_fixtures import Browser, Channel

from jianfu.voice.gate.faults import FaultsOnly

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def test_a_fault_tells_no_word_no_address_and_no_browser(
    channel: Channel, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines: list[str] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(FaultsOnly().format(record))

    def break_down(*_: object, **__: object) -> None:
        raise RuntimeError("秘密的话")

    monkeypatch.setattr("jianfu.voice.pages.writing.receive", break_down)
    logger, keep = logging.getLogger("django"), Keep()
    logger.addHandler(keep)
    browser.client.raise_request_exception = False
    try:
        answer = browser.client.post(
            "/",
            {"step": "send", "code": channel.code(), "sending": "ab" * 16, "text": "秘密的话", "token": _token()},
            headers={"user-agent": "可疑的浏览器", "x-forwarded-for": "10.9.8.7"},
        )
    finally:
        logger.removeHandler(keep)

    assert answer.status_code == 500
    assert "用同一组编码再发一次" in answer.content.decode()
    assert "script-src 'none'" in answer["Content-Security-Policy"]
    assert any("RuntimeError" in line for line in lines)
    assert not any(words in line for line in lines for words in ("秘密", "可疑", "10.9.8.7", "127.0.0.1"))


def _token() -> str:
    from jianfu.voice.gate.tokens import make_token
    from jianfu.voice.record.clock import today

    return make_token(today())
