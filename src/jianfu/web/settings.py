"""Django settings. The county sets two variables: JIANFU_HOME and JIANFU_DATABASE_URL."""

import os
import secrets
from pathlib import Path
from urllib.parse import unquote, urlsplit

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class UnusableSetting(Exception):
    """A setting that cannot be used; the message says in Chinese which and what to do."""


class CountySettings(BaseSettings):
    """What a county may set in its environment."""

    model_config = SettingsConfigDict(env_prefix="JIANFU_")

    home: Path = Field(default=Path.home() / ".local" / "share" / "jianfu")
    """Folder of the ledger, the keys and the county's own register mappings."""
    database_url: str = ""
    """postgresql://user:password@host:port/name; empty for SQLite in `home`."""


def _prepare_home(folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise UnusableSetting(f"数据文件夹 {folder} 建不了（{error.strerror}）。请改设 JIANFU_HOME。") from error
    if not os.access(folder, os.W_OK):
        raise UnusableSetting(f"数据文件夹 {folder} 不能写入。请改权限或改设 JIANFU_HOME。")
    return folder.resolve()


def _secret_key(home: Path) -> str:
    path = home / "secret.key"
    if not path.exists():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(48))
    return path.read_text()


_CONNECTION_SECONDS = 60
"""How long a thread keeps its connection: opening one takes as long as all else of a page that was made before."""


def _sqlite(home: Path) -> dict[str, object]:
    # FULL: an import that was reported as done survives a power cut. IMMEDIATE: writers queue, never deadlock.
    # 64 MiB of cache: an import's pages stay in memory until it commits; 256 MiB for all threads of a process together.
    pragmas = (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536; PRAGMA soft_heap_limit=268435456;"
    )
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(home / "ledger.sqlite3"),
        "OPTIONS": {"init_command": pragmas, "transaction_mode": "IMMEDIATE", "timeout": 60},
        "CONN_MAX_AGE": _CONNECTION_SECONDS,
    }


def _database(url: str, home: Path) -> dict[str, object]:
    if not url:
        return _sqlite(home)
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"} or not parts.path.strip("/"):
        raise UnusableSetting("JIANFU_DATABASE_URL 写法不对，应为 postgresql://用户:口令@主机:端口/库名。")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": _CONNECTION_SECONDS,
        "CONN_HEALTH_CHECKS": True,
    }


_county = CountySettings()

JIANFU_HOME = _prepare_home(_county.home)
SECRET_KEY = _secret_key(JIANFU_HOME)
DATABASES = {"default": _database(_county.database_url, JIANFU_HOME)}
INSTALLED_APPS = [
    "jianfu.ledger",
    "jianfu.monitoring",
    "jianfu.monitoring.record",
    "jianfu.clearance",
    "jianfu.casework",
    "jianfu.relief",
    "jianfu.assessment",
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
# Registers hold local wall-clock times without a zone; the ledger keeps them as they were written.
USE_TZ = False
