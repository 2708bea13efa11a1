"""Nine of ten intervals hold the truth, in counties whose truth is known."""

from bench.burden_coverage import try_counties


def test_nine_of_ten_intervals_hold_the_truth() -> None:
    tried = list(try_counties(200, seed=1))
    assert 0.87 <= sum(one.is_held for one in tried) / len(tried) <= 0.93
