"""The anonymous channel as it runs in a county: a process of its own, handlers with keys on computers of their own."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from uuid import uuid4

from jianfu.voice.desk.complaints import Desk
from jianfu.voice.desk.keyfile import HandlerKeys, make_keys
from jianfu.voice.desk.known_readers import ReaderFile
from jianfu.voice.desk.server import Server, send_over_https
from jianfu.voice.rules.routing import Body
from jianfu.voice.sealing.boxes import BoxIdentity, make_box
from jianfu.voice.sealing.envelopes import open_
from jianfu.voice.wire import decode_sealed

JIANFU = Path(sys.executable).parent / "jianfu"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
DAY, NEXT = date(2026, 11, 25), date(2026, 11, 26)
_START_SECONDS = 60
PEOPLE = (
    ("甲某", "县委办公室", Body.HANDLING_OFFICE),
    ("丙某", "县纪委监委", Body.DISCIPLINE),
    ("丁某", "市减负办", Body.UPPER_LEVEL),
)


@dataclass
class VoiceSite:
    """The running site, from outside."""

    folder: Path
    port: int
    day: date = DAY
    process: "subprocess.Popen[bytes] | None" = None
    keys: dict[str, HandlerKeys] = field(default_factory=dict)
    recovery: BoxIdentity = field(default_factory=lambda: make_box(os.urandom(32)))

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def home(self) -> Path:
        return self.folder / "voice"

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("JIANFU")}
        (self.folder / "tmp").mkdir(exist_ok=True)
        return kept | {
            "JIANFU_VOICE_HOME": str(self.home),
            "JIANFU_VOICE_TODAY": self.day.isoformat(),
            "JIANFU_VOICE_COUNTY": "青岚县",
            "JIANFU_VOICE_PAPER_ADDRESS": "青岚县 8 号信箱",
            "JIANFU_HOME": str(self.folder / "workspace"),
            "TMPDIR": str(self.folder / "tmp"),
        }

    def run(self, *arguments: object) -> str:
        command = [str(JIANFU), "voice", *map(str, arguments)]
        done = subprocess.run(command, check=False, capture_output=True, text=True, env=self.environment)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def start(self) -> None:
        with (self.folder / "serve.log").open("ab") as log:
            command = [str(JIANFU), "voice", "serve", "--port", str(self.port)]
            # A group of its own: the server's worker and the batch go with it when it is killed.
            self.process = subprocess.Popen(
                command, stdout=log, stderr=log, env=self.environment, start_new_session=True
            )
        for _ in range(_START_SECONDS * 5):
            assert self.process.poll() is None, (self.folder / "serve.log").read_text()
            try:
                with urllib.request.urlopen(f"{self.address}/"):
                    return
            except OSError:
                time.sleep(0.2)
        raise AssertionError("the site did not answer")

    def stop(self) -> None:
        assert self.process is not None
        self.process.send_signal(signal.SIGINT)
        self.process.wait(timeout=30)

    def kill(self) -> None:
        """As a power cut would, for everything that the site runs."""
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def turn_day(self, day: date) -> None:
        """Stop, hand over as the morning of that day does, go on."""
        self.stop()
        self.day = day
        self.run("batch", "--now")
        self.start()

    def desk(self, name: str) -> Desk:
        keys = self.keys[name]
        server = Server(send_over_https(self.address, None), keys, today=lambda: self.day, random=os.urandom)
        desk = Desk(keys, server, ReaderFile(self.folder / f"{name}.readers.json"), random=os.urandom)
        known = desk.look().known
        for one in known.new:
            desk.readers.confirm(one)
        if known.new_recovery:
            desk.readers.confirm(known.new_recovery)
        return desk

    def post(
        self,
        step: str,
        fields: dict[str, str],
        *,
        files: tuple[tuple[str, bytes], ...] = (),
        headers: dict[str, str] | None = None,
    ) -> str:
        """A form as a browser without scripts sends it; the stamp comes from the first page."""
        boundary = uuid4().hex
        with urllib.request.urlopen(f"{self.address}/") as page:
            token = page.read().decode().split('name="token" value="')[1].split('"')[0]
        parts = [
            f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
            for name, value in {"step": step, "token": token, **fields}.items()
        ]
        for name, data in files:
            head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
            parts.append(head.encode() + data + b"\r\n")
        body = b"".join([*parts, f"--{boundary}--\r\n".encode()])
        kind = {"Content-Type": f"multipart/form-data; boundary={boundary}", **(headers or {})}
        request = urllib.request.Request(f"{self.address}/", body, kind)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return str(answer.read().decode())
        except urllib.error.HTTPError as refusal:
            return refusal.read().decode()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def open_channel(folder: Path) -> VoiceSite:
    """A site with three handlers, units and a passed drill, by the commands and requests of the ceremony; running."""
    site = VoiceSite(folder, _free_port())
    for name, unit, body in PEOPLE:
        site.keys[name] = make_keys(name, unit, body, random=os.urandom)
        site.run("register", "reader", site.keys[name].line)
    units = folder / "单位.csv"
    units.write_text(
        "单位,上级单位,别名\n县委办公室,,\n县纪委监委,,\n县应急管理局,,县应急局\n松溪镇,,\n", encoding="utf-8"
    )
    site.run("register", "units", units)
    site.run("register", "recovery", site.recovery.public)
    site.start()
    server = Server(send_over_https(site.address, None), site.keys["丙某"], today=lambda: site.day, random=os.urandom)
    challenge = decode_sealed(str(server.ask({"do": "drill-challenge"})["sealed"]))
    server.ask({"do": "drill", "answer": open_(challenge, site.recovery.secret).text})
    return site
