"""kill -9 of the running site at random moments while reports are sent: who got an answer can come back.

python -m bench.kill_voice --kills 30
"""

import argparse
import os
import random
import sys
import tempfile
import threading
import time
from http.client import HTTPException
from pathlib import Path

LONGEST_SECONDS = 10.0
"""A busy machine answers four reports in some eight seconds; on an idle one most are answered before the kill."""
ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=30)
    kills = parser.parse_args().kills
    sys.path.insert(0, str(ROOT / "tests" / "e2e"))
    from voice_site import NEXT, open_channel

    from jianfu.voice.sealing.codes import make_code

    dice, site = random.Random(6), open_channel(Path(tempfile.mkdtemp()))
    answered: list[str] = []
    unanswered: list[tuple[str, str]] = []

    def send(code: str, sending: str) -> None:
        try:
            page = site.post("send", {"code": code, "sending": sending, "text": f"件 {code}"})
        except (OSError, HTTPException):
            unanswered.append((code, sending))
            return
        (answered.append(code) if "已经收到" in page else unanswered.append((code, sending)))

    for _ in range(kills):
        threads = [
            threading.Thread(target=send, args=(make_code(os.urandom(12)), os.urandom(16).hex())) for _ in range(4)
        ]
        for thread in threads:
            thread.start()
        time.sleep(dice.uniform(0, LONGEST_SECONDS))
        site.kill()
        for thread in threads:
            thread.join()
        site.start()
    at_once = len(answered)
    for code, sending in list(unanswered):
        send(code, sending)
    site.turn_day(NEXT)
    texts = [one.text for one in site.desk("丙某").look().complaints]
    lost = [code for code in answered if texts.count(f"件 {code}") != 1]
    print(f"{kills} kills, {at_once} answered before the kill, {len(unanswered)} not and sent again")
    print(f"handed over {len(texts)}, of the answered lost or doubled {len(lost)}")
    site.stop()


if __name__ == "__main__":
    main()
