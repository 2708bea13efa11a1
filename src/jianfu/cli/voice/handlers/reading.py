"""`jianfu voice inbox` and `open`: complaints on the screen of the handler's own computer."""

from pathlib import Path
from typing import Annotated

import typer

from jianfu.cli.terminal.screen import fail, say
from jianfu.cli.voice.handlers.desk_session import (
    CertificateOption,
    KeyOption,
    ServerOption,
    find_complaint,
    open_desk,
    warn_of_new_keys,
    words_of_failures,
)


def list_inbox(key: KeyOption, server: ServerOption, certificate: CertificateOption = None) -> None:
    """列出本机打得开的反映，相同的并在一起，像是无关的排在最后。"""
    from jianfu.voice.desk.folding import sort_complaints
    from jianfu.voice.desk.showing import show_line

    desk = open_desk(key, server, certificate)
    with words_of_failures():
        overview = desk.look()
    warn_of_new_keys(overview)
    found = sort_complaints(overview.complaints)
    for heading, folds in (("", found.real), ("像是无关内容的（没有丢弃）：", found.doubtful)):
        if heading and folds:
            say(heading)
        for fold in folds:
            line = show_line(fold.first, overview)
            marks = [*(f"超期：{words}" for words in line["overdue"]), *(["优先"] if line["is_priority"] else [])]
            same = f"　另有 {len(fold.complaints) - 1} 件相同" if len(fold.complaints) > 1 else ""
            say(f"{line['token'][:8]}　{line['day']}　{line['state']}　{' '.join(marks)}　{line['beginning']}{same}")
    say(f"共 {len(overview.complaints)} 件；另有 {overview.unreadable} 件由其他受理人看。")


def open_complaint(
    complaint: Annotated[str, typer.Argument(help="编号，写前几位即可", metavar="编号")],
    key: KeyOption,
    server: ServerOption,
    certificate: CertificateOption = None,
    sealed: Annotated[
        Path | None, typer.Option(help="不打开，把密文存到这个文件夹，可在别的电脑上用 age 打开", metavar="文件夹")
    ] = None,
) -> None:
    """打开一件反映，显示全部往来。解密的内容只显示，不存盘。"""
    desk = open_desk(key, server, certificate)
    with words_of_failures():
        one = find_complaint(desk.look(), complaint)
        if sealed is not None:
            _keep_sealed(sealed, {m.token: desk.server.fetch(m.token) for m in one.messages})
            return
    say(f"{one.kind}　{one.state.label}　{one.row['received_on']} 收到")
    for name, words in one.facts.items():
        say(f"{name}：{words}")
    for message in one.messages:
        say()
        say(f"—— {'受理人' if message.kind == 'reply' else '反映人'} {message.day}")
        say(message.text)
        for name in message.file_names:
            say(f"［{name}］请在受理台里看")


def _keep_sealed(folder: Path, envelopes: dict[str, bytes]) -> None:
    from jianfu.voice.sealing.envelopes import export

    try:
        folder.mkdir(parents=True, exist_ok=True)
        for token, sealed in envelopes.items():
            (folder / f"{token[:8]}.age").write_bytes(export(sealed))
    except OSError as problem:
        fail(f"{folder} 写不进去（{problem.strerror}）。")
    say(f"已存 {len(envelopes)} 份密文到 {folder}。打开：age -d -i 钥匙文件 编号.age | tar x")
