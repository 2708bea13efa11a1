"""Slowing down without knowing anybody."""

import threading

import pytest

from jianfu.voice.gate.throttle import Busy, Queue, TokenBucket


def test_a_bucket_fills_up_again_with_time() -> None:
    time = [0.0]
    bucket = TokenBucket(60, clock=lambda: time[0])
    assert all(bucket.take() for _ in range(60))
    assert not bucket.take()
    time[0] = 59.0
    assert not bucket.take()
    time[0] = 61.0
    assert bucket.take()
    time[0] = 10**6
    assert not bucket.take(61)
    assert bucket.take(60)


def test_a_queue_lets_few_in_and_turns_the_rest_away() -> None:
    queue, entered, leave = Queue(at_once=1, waiting=1), threading.Event(), threading.Event()
    waited: list[bool] = []

    def first() -> None:
        with queue.stand():
            entered.set()
            leave.wait(10)

    def second() -> None:
        with queue.stand():
            waited.append(True)

    threads = [threading.Thread(target=first), threading.Thread(target=second)]
    threads[0].start()
    entered.wait(10)
    threads[1].start()
    while queue._line._value:  # the second stands in line
        pass
    with pytest.raises(Busy), queue.stand():
        pass
    leave.set()
    for thread in threads:
        thread.join(10)
    assert waited == [True]
    with queue.stand():
        pass
