"""The list that was drawn from, to be published: with it and the seed anybody draws the same panel."""

from collections.abc import Iterator

from jianfu.monitoring.points.drawing import Draw
from jianfu.monitoring.points.trying import Trial

HEADER = ("号", "乡镇", "不均衡程度", "按上年试算的误差")


def list_panels(draw: Draw, trial: Trial) -> Iterator[tuple[str, ...]]:
    """A line a kept panel, by number: its places in the order that the digest is made of, how far it is off balance,
    and what it would have told of last year, relative to the truth.
    """
    columns = zip(draw.kept.tolist(), draw.imbalance.tolist(), trial.errors.tolist(), strict=True)
    for number, (panel, imbalance, error) in enumerate(columns):
        yield str(number), "、".join(draw.names[place] for place in panel), f"{imbalance:.4f}", f"{error:+.2%}"
