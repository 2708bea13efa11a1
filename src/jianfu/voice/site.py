"""Django settings of the anonymous channel: a site, a database and a system user of its own.

No sessions, no accounts, no messages, no static files: a page is one answer, and nothing is fetched after it.
"""

import os
import secrets
from datetime import date
from pathlib import Path
from urllib.parse import unquote, urlsplit

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from jianfu.vocabulary.calendar import WorkCalendar


class UnusableVoiceSetting(Exception):
    """A setting that cannot be used; the message says in Chinese which and what to do."""


class VoiceSettings(BaseSettings):
    """What a county may set in the environment of the channel."""

    model_config = SettingsConfigDict(env_prefix="JIANFU_VOICE_")

    home: Path = Field(default=Path.home() / ".local" / "share" / "jianfu-voice")
    """Folder of the channel alone: the databases, the salt, the signing key. Not inside the workspace's."""
    database_url: str = ""
    """postgresql://user:password@host:port/name; empty for SQLite in `home`. Content keys stay in SQLite always."""
    hosts: str = "127.0.0.1,localhost"
    """Names under which browsers reach the site, parted by commas; not the workspace's."""
    tls: bool = False
    """Whether a reverse proxy in front speaks TLS."""
    address: str = ""
    """The address that reporters type or scan, as printed on the paper form."""
    county: str = "本县"
    """What the pages call the county."""
    paper_address: str = "（纸质信件的收信地址尚未设置）"
    """Where to write on paper when the channel cannot take a report."""
    reports_per_hour: int = Field(default=20_000, ge=1)
    """How many reports are taken in an hour before the page says that it is full."""
    file_mib_per_hour: int = Field(default=1_024, ge=1)
    """How much of files is taken in an hour; texts are taken all the same."""
    acknowledge_days: int = Field(default=7, ge=1)
    accept_days: int = Field(default=15, ge=1)
    answer_days: int = Field(default=60, ge=1)
    extension_days: int = Field(default=30, ge=1)
    feedback_months: int = Field(default=3, ge=1)
    """The clocks: jianfu.voice.rules.clocks says where each comes from."""
    objection_days: int = Field(default=2, ge=1)
    """Full days in which a reporter may object to the wording of a rewritten item."""
    keep_days: int = Field(default=90, ge=1)
    """Days after closing until the content is destroyed."""
    extra_holidays: frozenset[date] = frozenset()
    extra_workdays: frozenset[date] = frozenset()
    """Days off and days worked that the county adds to the national calendar, as a JSON list."""
    today: date | None = None
    """The day on which a demonstration plays; never set where real reports are taken."""


_LONGEST_BATCH_SECONDS = 300
"""A batch of 10,000 takes under two minutes on two busy cores; who sends meanwhile waits and is not turned away."""


def _prepare_home(folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise UnusableVoiceSetting(
            f"匿名渠道的数据文件夹 {folder} 建不了（{error.strerror}）。请改设 JIANFU_VOICE_HOME。"
        ) from error
    if not os.access(folder, os.W_OK):
        raise UnusableVoiceSetting(f"匿名渠道的数据文件夹 {folder} 不能写入。请改权限或改设 JIANFU_VOICE_HOME。")
    return folder.resolve()


def _load_secret(path: Path, size: int) -> bytes:
    """The file's bytes, drawn at random when it is not there yet."""
    if not path.exists():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(size))
            file.flush()
            os.fsync(file.fileno())
    return path.read_bytes()


def _sqlite(path: Path) -> dict[str, object]:
    # FULL: what was answered as received survives a power cut. secure_delete: what is erased is overwritten with zeros.
    # temp_store: nothing spills into temporary files. IMMEDIATE: writers queue and never deadlock.
    pragmas = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; PRAGMA temp_store=MEMORY;"
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": {"init_command": pragmas, "transaction_mode": "IMMEDIATE", "timeout": _LONGEST_BATCH_SECONDS},
    }


def _database(url: str, home: Path) -> dict[str, object]:
    if not url:
        return _sqlite(home / "voice.sqlite3")
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"} or not parts.path.strip("/"):
        raise UnusableVoiceSetting("JIANFU_VOICE_DATABASE_URL 写法不对，应为 postgresql://用户:口令@主机:端口/库名。")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
    }


# Whatever this process writes is readable by its own user alone.
os.umask(0o077)
VOICE = VoiceSettings()
VOICE_CALENDAR = WorkCalendar.china(extra_holidays=VOICE.extra_holidays, extra_workdays=VOICE.extra_workdays)
VOICE_HOME = _prepare_home(VOICE.home)
VOICE_SALT = _load_secret(VOICE_HOME / "salt.key", 32)
SECRET_KEY = _load_secret(VOICE_HOME / "secret.key", 32).hex()
KEYS = "keys"
DATABASES = {"default": _database(VOICE.database_url, VOICE_HOME), KEYS: _sqlite(VOICE_HOME / "keys.sqlite3")}
DATABASE_ROUTERS = ["jianfu.voice.record.databases.ContentKeysApart"]
INSTALLED_APPS = ["jianfu.voice.record"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

DEBUG = False
ALLOWED_HOSTS = [host.strip() for host in VOICE.hosts.split(",")]
ROOT_URLCONF = "jianfu.voice.urls"
WSGI_APPLICATION = "jianfu.voice.wsgi.application"
MIDDLEWARE = ["jianfu.voice.gate.guard.Guard"]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).parent / "pages" / "templates"],
    }
]
STAFF_COOKIES = frozenset({"session", "__Host-session"})
"""Cookies of a workspace sign-in: who brings one is told to come back as nobody."""

# Uploads stay in memory: the gate refuses what is larger, so there is never a reason for a temporary file.
LARGEST_REQUEST_BYTES = 24 * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = DATA_UPLOAD_MAX_MEMORY_SIZE = LARGEST_REQUEST_BYTES
DATA_UPLOAD_MAX_NUMBER_FILES = 10
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = False
USE_I18N = False
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"faults": {"()": "jianfu.voice.gate.faults.FaultsOnly"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "faults"},
        "none": {"class": "logging.NullHandler"},
    },
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
        "django.security": {"handlers": ["none"], "level": "CRITICAL", "propagate": False},
    },
}
