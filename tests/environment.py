"""Where the tests keep their data, settled before Django reads its settings.

Every run gets a data folder of its own. `JIANFU_TEST_DATABASE=postgres` runs the tests on a private PostgreSQL that is
started here on the loopback, by an unprivileged user, and stopped by its process id.
"""

import atexit
import os
import shutil
import signal
import socket
import subprocess
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings

# How long an example takes says more about the machine than about the code.
settings.register_profile("jianfu", deadline=None)
settings.load_profile("jianfu")
_BIN = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
_WANTED = os.environ.get("JIANFU_TEST_DATABASE", "sqlite")
_MISSING = "没有安装 PostgreSQL（Debian 软件包 postgresql），跳过"


def _run(*command: object) -> None:
    """Run the command, as the user postgres where we are root: PostgreSQL refuses to run as root."""
    user = "postgres" if os.geteuid() == 0 else None
    words = [str(word) for word in command]
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, user=user, cwd="/")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _start_postgres() -> str:
    """Start a cluster in a temporary folder; returns its address."""
    folder = Path(tempfile.mkdtemp(prefix="jianfu-postgres-"))
    folder.chmod(0o777)
    data, port, tools = folder / "data", _free_port(), _BIN[-1]
    _run(tools / "initdb", "-D", data, "-A", "trust", "-U", "jianfu", "-E", "UTF8")
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c fsync=off"
    _run(tools / "pg_ctl", "-D", data, "-o", options, "-l", folder / "log", "-w", "start")
    atexit.register(_stop_postgres, int((data / "postmaster.pid").read_text().split()[0]), folder)
    return f"postgresql://jianfu@127.0.0.1:{port}/postgres"


def _stop_postgres(process: int, folder: Path) -> None:
    os.kill(process, signal.SIGQUIT)
    shutil.rmtree(folder, ignore_errors=True)


def _settle() -> None:
    home = tempfile.mkdtemp(prefix="jianfu-tests-")
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    os.environ["JIANFU_HOME"] = home
    os.environ["JIANFU_VOICE_HOME"] = str(Path(home) / "voice")
    os.environ.pop("JIANFU_DATABASE_URL", None)
    if _WANTED == "postgres" and _BIN:
        os.environ["JIANFU_DATABASE_URL"] = os.environ["JIANFU_VOICE_DATABASE_URL"] = _start_postgres()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if _WANTED == "postgres" and not _BIN:
        for item in items:
            item.add_marker(pytest.mark.skip(reason=_MISSING))


def pytest_report_header() -> str:
    return f"database: {_WANTED}"


_settle()
