"""A Spark session as this engine needs it: quiet, with this Python and these sources on every worker."""

import os
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

import pyspark
from pyspark.errors import PySparkException
from pyspark.sql import SparkSession

from jianfu.overlap.engines.spark.installed import NoSpark

_Py4JError: Any = import_module("py4j.protocol").Py4JError  # it brings no types
_MASTER_HERE = "local"
_SOURCES = Path(__file__).parents[4]
_QUIET = """\
rootLogger.level = error
rootLogger.appenderRef.console.ref = console
appender.console.type = Console
appender.console.name = console
appender.console.target = SYSTEM_ERR
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = %p %c{1}: %m%n
"""


@contextmanager
def open_spark(master: str, scratch_folder: Path, settings: Mapping[str, str] | None = None) -> Iterator[SparkSession]:
    """Spark on `master`, stopped at the end; what it stores in between is gone then.

    On a master on this machine everything stays on the loopback address. For a cluster, addresses, memory and cores are
    those of its spark-defaults.conf; `settings` go over all. NoSpark where a part is missing or Spark does not
    start, and where a job fails for good.
    """
    try:
        scratch = tempfile.TemporaryDirectory(prefix="jianfu-spark-", dir=scratch_folder)
    except OSError as error:
        raise NoSpark(
            f"Spark 要在 {scratch_folder} 暂存中间结果，但写不进去：{error.strerror or error}。"
            "请腾出磁盘空间或换一个暂存文件夹后重试；原有文件没有改动。"
        ) from error
    with scratch as folder, _environment(master):
        session = _start(master, {**_settings(master, Path(folder)), **(settings or {})})
        try:
            with explaining_failures():
                yield session
        finally:
            session.stop()


@contextmanager
def explaining_failures() -> Iterator[None]:
    """Turns what Spark raises when a job fails for good into NoSpark."""
    try:
        yield
    except (PySparkException, _Py4JError) as error:
        raise NoSpark(f"Spark 中途失败，没有写出结果，原有文件没有改动：{_give_reason(error)}") from error


def _give_reason(error: Any) -> str:
    thrown = getattr(error, "java_exception", None)
    words = str(thrown.getMessage() if thrown is not None else error)
    return next(iter(words.splitlines()), type(error).__name__)


def _settings(master: str, scratch: Path) -> dict[str, str]:
    quiet = scratch / "log4j2.properties"
    quiet.write_text(_QUIET)
    here = {
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.local.dir": str(scratch),
    }
    return {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.warehouse.dir": str(scratch / "warehouse"),
        "spark.driver.extraJavaOptions": f"-Dlog4j2.configurationFile=file:{quiet}",
        "spark.pyspark.python": sys.executable,
        "spark.executorEnv.PYTHONPATH": os.pathsep.join([str(_SOURCES), *filter(None, sys.path)]),
        "spark.driver.maxResultSize": "0",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.execution.arrow.maxRecordsPerBatch": "8192",
        "spark.sql.execution.arrow.maxBytesPerBatch": "64m",
        **(here if master.startswith(_MASTER_HERE) else {}),
    }


@contextmanager
def _environment(master: str) -> Iterator[None]:
    """What Spark's scripts read from the environment, put back afterwards."""
    wanted = {"PYSPARK_PYTHON": sys.executable, "SPARK_SCALA_VERSION": "2.13"}
    wanted |= {"SPARK_LOCAL_IP": "127.0.0.1"} if master.startswith(_MASTER_HERE) else {}
    if "SPARK_HOME" not in os.environ:
        wanted["SPARK_HOME"] = str(Path(pyspark.__file__).parent)
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _start(master: str, settings: Mapping[str, str]) -> SparkSession:
    builder = SparkSession.builder.master(master).appName("jianfu-overlap")
    for name, value in settings.items():
        builder = builder.config(name, value)
    try:
        return builder.getOrCreate()
    except (PySparkException, RuntimeError, OSError) as error:
        raise NoSpark(f"Spark 没有启动（{master}）：{error}。请核对 --master 的地址和 Java 的版本。") from error
