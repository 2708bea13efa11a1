"""Checks of files and of who owns them: the data folder, the databases, the keys, the user."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from jianfu.voice.host.outcomes import HostFinding, judged


def check_files(home: Path, *, workspace: Path | None) -> Iterator[HostFinding]:
    """The data folder and what is in it."""
    yield _check_folder(home)
    yield _check_contents(home)
    yield _check_apart(home, workspace)
    yield _check_user(home, workspace)
    yield _check_umask()
    yield _check_no_strays(home)


def _mode(path: Path) -> int | None:
    try:
        return stat.S_IMODE(path.stat().st_mode)
    except OSError:
        return None


def _check_folder(home: Path) -> HostFinding:
    mode = _mode(home)
    return judged(
        "数据文件夹的权限",
        None if mode is None else mode & 0o077 == 0,
        f"{home} 只有服务用户能进。",
        f"{home} 别的用户也能进，请执行 chmod 700 {home}。",
        f"看不到 {home}。",
    )


def _check_contents(home: Path) -> HostFinding:
    open_ones = [path.name for path in home.glob("*") if path.is_file() and (_mode(path) or 0) & 0o077]
    return judged(
        "数据文件的权限",
        not open_ones,
        "数据库和密钥只有服务用户能读。",
        f"别的用户也能读：{'、'.join(sorted(open_ones))}。请执行 chmod 600。",
    )


def _check_apart(home: Path, workspace: Path | None) -> HostFinding:
    apart = None if workspace is None else not _is_inside(home, workspace) and not _is_inside(workspace, home)
    return judged(
        "与工作台的数据分开",
        apart,
        "两个文件夹互不包含。",
        f"{home} 和 {workspace} 互相包含：工作台的备份会带走匿名渠道的数据。请改设 JIANFU_VOICE_HOME。",
        "没有给出工作台的数据文件夹（--workspace）。",
    )


def _is_inside(inner: Path, outer: Path) -> bool:
    return inner.resolve().is_relative_to(outer.resolve())


def _check_user(home: Path, workspace: Path | None) -> HostFinding:
    name = "专用的系统用户"
    if os.geteuid() == 0:
        return judged(name, False, "", "现在以 root 运行。请建一个专用用户，如 jianfu-voice。")
    if workspace is None:
        return judged(name, None, "", "", "不是 root；没有给出工作台的数据文件夹，看不出是否与工作台同一用户。")
    try:
        shared = workspace.stat().st_uid == home.stat().st_uid
    except OSError:
        return judged(name, None, "", "", f"看不到 {workspace}。")
    return judged(
        name, not shared, "与工作台不是同一个用户。", "与工作台是同一个用户。请建一个专用用户，如 jianfu-voice。"
    )


def _check_umask() -> HostFinding:
    mask = os.umask(0o077)
    os.umask(mask)
    return judged(
        "新建文件的权限（umask）",
        mask & 0o077 == 0o077,
        "新文件只有服务用户能读。",
        f"umask 是 {mask:03o}，新文件别人也能读。请设为 077。",
    )


_KNOWN = (".sqlite3", ".sqlite3-wal", ".sqlite3-shm", ".key", ".yaml")


def _check_no_strays(home: Path) -> HostFinding:
    strays = [path.name for path in home.iterdir() if not path.name.endswith(_KNOWN)]
    return judged(
        "没有多余的文件",
        not strays,
        "数据文件夹里只有数据库和密钥。",
        f"有不认识的文件：{'、'.join(sorted(strays)[:5])}。请查明是谁放的，备份不要放在这里。",
    )
