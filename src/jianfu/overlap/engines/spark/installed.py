"""Whether Spark can be used here, asked before anything of it is imported."""

import os
import shutil
from importlib import import_module
from pathlib import Path


class NoSpark(Exception):
    """Spark cannot be started or gave up; the message says in Chinese what is missing and what to do."""


def check_installed() -> None:
    """NoSpark where pyspark, what it needs, or Java is missing."""
    for name in ("pyspark", "pyarrow", "pandas"):
        try:
            import_module(name)
        except ImportError as error:
            raise NoSpark(f"用 Spark 比对需要另装组件（缺 {name}）：pip install jianfu[spark]。") from error
    if not find_java():
        raise NoSpark("用 Spark 比对需要 Java 17 或更新版本，这台机器上没有找到。请安装后重试，或不加 --engine spark。")


def find_java() -> str | None:
    """The Java that Spark will start; None where there is none."""
    home = os.environ.get("JAVA_HOME")
    return shutil.which("java", path=str(Path(home) / "bin")) if home else shutil.which("java")
