"""What became of something that was put forward."""

from enum import StrEnum


class Adoption(StrEnum):
    """What became of an opinion, an appeal, or an item put to the level above."""

    ADOPTED = "adopted"
    PARTLY = "partly"
    DECLINED = "declined"

    @property
    def label(self) -> str:
        """The Chinese words."""
        return {"adopted": "采纳", "partly": "部分采纳", "declined": "不采纳"}[self]
