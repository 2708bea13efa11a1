"""The demonstration county, made, imported and reported once by the command line, as a user would."""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

JIANFU = Path(sys.executable).parent / "jianfu"


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
