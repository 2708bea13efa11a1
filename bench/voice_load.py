"""Junk and real reports in the anonymous channel: nothing taken is lost, a real one comes through, how long it takes.

python -m bench.voice_load --junk 10000           # the record: receive, hand over, open as a reader
python -m bench.voice_load --http 200             # the site under a flood by eight senders, a real reporter among them

Argon2 is made cheap for the record's part (its cost bounds the flood to some 13 a second and is measured by --http).
"""

import argparse
import os
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def load_record(junk: int) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "jianfu.voice.site"
    sys.path.insert(0, str(ROOT / "tests" / "voice"))
    from jianfu.cli.voice.voice_session import open_voice

    open_voice()
    from channel_fixtures import CALENDAR, NEXT, make_channel

    from jianfu.voice.actions import batching
    from jianfu.voice.actions.receiving import Report
    from jianfu.voice.record.models import Complaint, Message
    from jianfu.voice.sealing import codes

    codes.MEMORY_KIB, codes.PASSES = 64, 1
    channel, real = make_channel(), [junk // 7, junk // 2, junk - 1]
    begun = time.perf_counter()
    for place in range(junk):
        channel.send(Report(f"垃圾信息第{place}条，与减负无关"), channel.derive(channel.code()))
        if place in real:
            channel.send(Report(f"真的反映{place}"), channel.derive(channel.code()))
    sent = time.perf_counter()
    batching.run_batch(today=NEXT, calendar=CALENDAR, random=os.urandom)
    handed = time.perf_counter()
    texts = [channel.read("丙", one)[0].text for one in Complaint.objects.filter(handed_on=NEXT)]
    opened = time.perf_counter()
    print(f"sent {junk + len(real)} in {sent - begun:.1f} s, {(junk + len(real)) / (sent - begun):.0f} a second")
    print(f"batch (hand over, acknowledge, publish, rewrite the files) {handed - sent:.1f} s")
    print(f"opened by one reader {len(texts)} in {opened - handed:.1f} s")
    found = sum(one.startswith("真的") for one in texts)
    size = Path(os.environ["JIANFU_VOICE_HOME"], "voice.sqlite3").stat().st_size / 2**20
    print(f"lost {junk + len(real) - len(texts)}, real ones found {found} of {len(real)}")
    print(f"messages {Message.objects.count()}, record {size:.0f} MiB")


def load_site(junk: int) -> None:
    sys.path.insert(0, str(ROOT / "tests" / "e2e"))
    from voice_site import NEXT, open_channel

    from jianfu.voice.sealing.codes import make_code

    site = open_channel(Path(tempfile.mkdtemp()))
    answers: list[tuple[str, float]] = []

    def send(words: str) -> str:
        begun = time.perf_counter()
        fields = {"code": make_code(os.urandom(12)), "sending": os.urandom(16).hex(), "text": words}
        page = site.post("send", fields)
        word = "taken" if "已经收到" in page else "come again" if "排队" in page else "other"
        answers.append((word, time.perf_counter() - begun))
        return word

    begun = time.perf_counter()
    with ThreadPoolExecutor(8) as pool:
        flood = pool.map(send, [f"垃圾{place}" for place in range(junk)])
        tries = 1
        while send("真的反映") != "taken":
            tries += 1
        real = time.perf_counter() - begun
        list(flood)
    seconds = time.perf_counter() - begun
    words = [word for word, _ in answers]
    times = sorted(taken for _, taken in answers)
    print(f"{len(words)} sent in {seconds:.1f} s; taken {words.count('taken')}, come again {words.count('come again')}")
    middle, late = times[len(times) // 2], times[int(len(times) * 0.95)]
    print(
        f"the real reporter was through after {tries} tries and {real:.1f} s; median {middle:.2f} s, p95 {late:.2f} s"
    )
    site.turn_day(NEXT)
    texts = [one.text for one in site.desk("丙某").look().complaints]
    print(f"handed over {len(texts)}, lost {words.count('taken') - len(texts)}, real found {texts.count('真的反映')}")
    site.stop()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--junk", type=int, default=0)
    parser.add_argument("--http", type=int, default=0)
    wanted = parser.parse_args()
    if wanted.junk:
        os.environ["JIANFU_VOICE_HOME"] = tempfile.mkdtemp()
        load_record(wanted.junk)
    if wanted.http:
        load_site(wanted.http)


if __name__ == "__main__":
    main()
