"""The demonstration county, made, imported and reported once by the command line, as a user would; and served."""

import os
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


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    folder = tmp_path_factory.mktemp("demo")
    environment = {name: value for name, value in os.environ.items() if name != "JIANFU_DATABASE_URL"}
    environment["JIANFU_HOME"] = str(folder / "数据")

    def run(*arguments: object) -> "subprocess.CompletedProcess[str]":
        command = [str(JIANFU), *map(str, arguments)]
        return subprocess.run(command, check=False, capture_output=True, text=True, env=environment)

    made = run("demo", folder, "--scale", 0.05)
    assert made.returncode == 0, made.stderr
    return Demo(folder / "文件", folder / "报告", run, made.stdout)


@dataclass(frozen=True, slots=True)
class Served:
    """A running server and the sign-ins that it printed."""

    address: str
    environment: dict[str, str]
    folder: Path
    passwords: dict[str, str]
    codes: dict[str, list[str]]


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("workspace")
    port, log = find_free_port(), folder / "serve.log"
    environment = {name: value for name, value in os.environ.items() if name != "JIANFU_DATABASE_URL"}
    environment |= {"JIANFU_HOME": str(folder / "demo" / "数据"), "JIANFU_DEMONSTRATION_DAY": "2023-12-07"}
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
