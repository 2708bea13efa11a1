"""The demonstration county, made, imported and reported once by the command line, as a user would; and served."""

import fcntl
import os
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright
from serving import CHROMIUM, JIANFU, SIGN_IN, Workspace, find_free_port, wait_until_served


@dataclass(frozen=True, slots=True)
class Demo:
    """Folders of the demonstration and a way to run commands on its ledger."""

    files: Path
    report: Path
    run: Callable[..., "subprocess.CompletedProcess[str]"]
    output: str


def _environment(folder: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name != "JIANFU_DATABASE_URL"}
    return kept | {"JIANFU_HOME": str(folder / "数据")}


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration as `jianfu demo` leaves it, with what it said; made once, though several processes test."""
    is_one_of_several = "PYTEST_XDIST_WORKER" in os.environ
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if is_one_of_several else base) / "made"
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            command = [str(JIANFU), "demo", str(folder), "--scale", "0.05"]
            done = subprocess.run(command, check=False, capture_output=True, text=True, env=_environment(folder))
            assert done.returncode == 0, done.stderr
            (folder / "said.txt").write_text(done.stdout, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def demo(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Demo:
    folder = tmp_path_factory.mktemp("demo") / "demo"
    shutil.copytree(made, folder)

    def run(*arguments: object) -> "subprocess.CompletedProcess[str]":
        command = [str(JIANFU), *map(str, arguments)]
        return subprocess.run(command, check=False, capture_output=True, text=True, env=_environment(folder))

    return Demo(folder / "文件", folder / "报告", run, (folder / "said.txt").read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Served:
    """A running server and the sign-ins that it printed."""

    address: str
    environment: dict[str, str]
    folder: Path
    passwords: dict[str, str]
    codes: dict[str, list[str]]


@pytest.fixture(scope="session")
def served(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("workspace")
    shutil.copytree(made, folder / "demo")
    port, log = find_free_port(), folder / "serve.log"
    environment = _environment(folder / "demo") | {"JIANFU_DEMONSTRATION_DAY": "2023-12-07"}
    command = [str(JIANFU), "serve", "--demo", str(folder / "demo"), "--scale", "0.05", "--port", str(port)]
    with log.open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=output, env=environment)
    try:
        wait_until_served(process, f"http://127.0.0.1:{port}")
        signs = SIGN_IN.findall(log.read_text(encoding="utf-8"))
        passwords = {role: password for role, password, _ in signs}
        codes = {role: found.split("、") for role, _, found in signs}
        yield Served(f"http://127.0.0.1:{port}", environment, folder, passwords, codes)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=30)


@pytest.fixture(scope="module")
def workspace(served: Served) -> Iterator[Workspace]:
    """The one server behind a browser of the module's own: a browser left open would keep Django from its database."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield Workspace(
            served.address, served.environment, browser, served.passwords, served.codes, folder=served.folder
        )
        browser.close()
