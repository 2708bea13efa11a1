"""Junk in numbers: nothing that was taken is lost, and a real report is handed over with the rest."""

import os
from concurrent.futures import ThreadPoolExecutor

import pytest
from channel_fixtures import Browser, Channel, all_complaints
from django.conf import settings

from jianfu.voice.actions.receiving import Report
from jianfu.voice.gate import throttle
from jianfu.voice.record.models import Complaint

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def test_junk_neither_loses_nor_hides_a_real_report(channel: Channel, quick_codes: None) -> None:
    real = channel.derive(channel.code())
    for place in range(300):
        channel.send(Report(f"垃圾{place}"), channel.derive(channel.code()))
        if place == 150:
            channel.send(Report("真的反映"), real)
    channel.batch()

    handed = [one for one in all_complaints() if one.handed_on]
    assert len(handed) == 301
    texts = [channel.read("丙", one)[0].text for one in handed]
    assert texts.count("真的反映") == 1
    assert len(set(texts)) == 301


def test_the_limit_of_an_hour_is_kept_and_told(
    channel: Channel, browser: Browser, monkeypatch: pytest.MonkeyPatch, quick_codes: None
) -> None:
    bucket = throttle.TokenBucket(5, clock=lambda: 0.0)
    monkeypatch.setattr("jianfu.voice.pages.writing.reports", bucket)
    statuses = [
        browser.post("send", code=channel.code(), sending=os.urandom(16).hex(), text="话").status_code for _ in range(8)
    ]

    assert statuses == [200] * 5 + [503] * 3
    assert Complaint.objects.count() == 5


def test_a_bucket_counts_right_among_threads() -> None:
    bucket = throttle.TokenBucket(1000, clock=lambda: 0.0)
    with ThreadPoolExecutor(8) as pool:
        taken = sum(pool.map(lambda _: bucket.take(), range(5000)))

    assert taken == 1000
    assert settings.VOICE.reports_per_hour >= 10_000
