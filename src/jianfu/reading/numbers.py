"""Whole numbers in figures or Chinese words."""

from functools import lru_cache


@lru_cache(maxsize=4096)
def read_number(words: str) -> int:
    """12, 十二, 两 and 二十八 as integers. ValueError for anything else."""
    if words.isdigit():
        return int(words)
    # Loaded where a Chinese number is met: the library takes longer to start than most commands to run.
    import cn2an  # noqa: PLC0415

    return int(cn2an.cn2an(words.replace("两", "二"), "normal"))
