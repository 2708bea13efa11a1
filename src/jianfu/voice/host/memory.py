"""Checks of where memory may end up on a disk: swap, core dumps, temporary folders, sleep."""

import re
import resource
import tempfile
from collections.abc import Iterator
from pathlib import Path

from jianfu.voice.host.outcomes import HostFinding, judged

_MEMORY_FILE_SYSTEMS = {"tmpfs", "ramfs"}


def check_memory(proc: Path = Path("/proc")) -> Iterator[HostFinding]:
    """Whether plaintext that is in memory for a moment can be written out by the machine."""
    yield _check_swap(_read(proc / "swaps"))
    yield _check_core_limit()
    yield _check_core_pattern(_read(proc / "sys/kernel/core_pattern"))
    yield check_temporary_folder(_read(proc / "mounts"), Path(tempfile.gettempdir()))


def _read(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None


def _check_swap(swaps: str | None) -> HostFinding:
    devices = None if swaps is None else [line.split()[0] for line in swaps.splitlines()[1:] if line.strip()]
    encrypted = devices is not None and all(re.match(r"/dev/(dm-|mapper/|zram)", device) for device in devices)
    return judged(
        "交换区",
        None if devices is None else encrypted,
        "没有交换区，或在内存压缩、加密映射上。" if devices else "没有交换区。",
        f"有交换区 {'、'.join(devices or ())}：明文可能写进硬盘。请 swapoff -a 并改 /etc/fstab，或用加密交换区。",
        "看不到 /proc/swaps。",
    )


def _check_core_limit() -> HostFinding:
    soft, hard = resource.getrlimit(resource.RLIMIT_CORE)
    return judged(
        "崩溃转储的上限",
        soft == 0,
        "不写崩溃转储。",
        f"允许写崩溃转储（上限 {soft}/{hard}）。请在服务单元里写 LimitCORE=0。",
    )


def _check_core_pattern(pattern: str | None) -> HostFinding:
    # A pipe is called even where the limit is nought, and some collectors keep what they are given.
    piped = None if pattern is None else pattern.strip().startswith("|")
    return judged(
        "崩溃转储交给谁",
        None if piped is None else not piped,
        "内核不把转储交给程序。",
        f"内核把转储交给 {(pattern or '').strip()[:60]}。请设 kernel.core_pattern=core，或给它配 Storage=none。",
        "看不到 kernel.core_pattern。",
    )


def check_temporary_folder(mounts: str | None, folder: Path) -> HostFinding:
    """Whether the temporary folder lies in memory; `mounts` as /proc/mounts has it."""
    kind = None if mounts is None else _file_system_of(mounts, folder)
    return judged(
        "临时文件夹",
        None if kind is None else kind in _MEMORY_FILE_SYSTEMS,
        f"{folder} 在内存里。",
        f"{folder} 在硬盘上（{kind}）。本程序不写临时文件，但请仍用 PrivateTmp=yes 和 tmpfs，以防系统组件写。",
        f"看不出 {folder} 在哪里。",
    )


def _file_system_of(mounts: str, folder: Path) -> str | None:
    best: tuple[int, str] | None = None
    for line in mounts.splitlines():
        parts = line.split()
        if len(parts) < 3:
            continue
        point = Path(parts[1].replace("\\040", " "))
        if folder.resolve().is_relative_to(point) and (best is None or len(point.parts) >= best[0]):
            best = (len(point.parts), parts[2])
    return best[1] if best else None
