"""Checks of who writes down that somebody came: the proxy in front, and the database."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from jianfu.voice.host.outcomes import HostFinding, judged

QUIET_SETTINGS: Mapping[str, frozenset[str]] = {
    "log_statement": frozenset({"none"}),
    "log_min_duration_statement": frozenset({"-1"}),
    "log_min_error_statement": frozenset({"panic", "fatal"}),
    "log_parameter_max_length_on_error": frozenset({"0"}),
    "log_connections": frozenset({"off", ""}),
    "log_duration": frozenset({"off"}),
    "archive_mode": frozenset({"off"}),
}
"""PostgreSQL settings under which no statement, no parameter and no time of a connection is written down."""


def check_nginx(path: Path | None) -> Iterator[HostFinding]:
    """The proxy's configuration, where its path was given."""
    text = None
    if path is not None:
        try:
            text = path.read_text(encoding="utf-8", errors="replace")
        except OSError:
            text = None
    yield from judge_nginx(text)


def judge_nginx(text: str | None) -> Iterator[HostFinding]:
    """What a configuration says about logs, buffers, compression and addresses; None where there is none to read."""
    plain = None if text is None else re.sub(r"#.*", "", text)
    unknown = "没有给出 nginx 配置文件（--nginx），或读不出来。"

    def look(name: str, is_good: bool, good: str, bad: str) -> HostFinding:
        return judged(name, None if plain is None else is_good, good, bad, unknown)

    words = plain or ""
    access = re.findall(r"^\s*access_log\s+([^;]+);", words, re.M)
    errors = re.findall(r"^\s*error_log\s+([^;]+);", words, re.M)
    yield look(
        "代理的访问日志",
        bool(access) and all(one.split()[0] == "off" for one in access),
        "access_log off。",
        "没有写 access_log off：nginx 会记下每个来访地址和时间。请写在本站的 server 里。",
    )
    yield look(
        "代理的错误日志",
        bool(errors) and all(one.split()[0] == "/dev/null" for one in errors),
        "error_log /dev/null。",
        "错误日志会带来访地址。请写 error_log /dev/null crit;",
    )
    yield look(
        "代理不落盘缓冲",
        (
            bool(re.search(r"proxy_request_buffering\s+off;", words))
            and bool(re.search(r"proxy_buffering\s+off;", words))
        )
        or bool(re.search(r"client_body_temp_path\s+/(dev/shm|run)/", words)),
        "请求和回答不写临时文件。",
        "大的请求会写进 nginx 的临时文件（明文）。请写 proxy_request_buffering off; 和 proxy_buffering off;",
    )
    yield look(
        "代理不压缩",
        not re.search(r"^\s*gzip\s+on;", words, re.M) and bool(re.search(r"^\s*gzip\s+off;", words, re.M)),
        "gzip off：压缩会让长度透露内容。",
        "请在本站的 server 里写 gzip off;",
    )
    yield look(
        "代理不转来访地址",
        not re.search(r"\$(proxy_add_x_forwarded_for|remote_addr|http_user_agent)", words),
        "不把来访地址转给程序。",
        '配置里把来访地址转给了程序。请去掉 X-Forwarded-For、X-Real-IP，并写 proxy_set_header X-Forwarded-For "";',
    )


def judge_postgresql(settings: Mapping[str, str] | None) -> Iterator[HostFinding]:
    """What the database writes down; None where the record lies in SQLite or the settings cannot be asked for."""
    if settings is None:
        return
    for name, quiet in QUIET_SETTINGS.items():
        value = settings.get(name)
        yield judged(
            f"PostgreSQL {name}",
            None if value is None else value in quiet,
            f"是 {value}。",
            f"是 {value}，会记下语句或时间。请设为 {sorted(quiet)[-1]}。",
            "问不到。",
        )
