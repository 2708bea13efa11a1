"""One form for the characters of titles: widths, brackets, organs in short, words without weight."""

import re
import unicodedata
from functools import lru_cache

_ORGAN_FORMS = (
    ("中国银行业监督管理委员会", "银监会"),
    ("中国保险监督管理委员会", "保监会"),
    ("中国证券监督管理委员会", "证监会"),
    ("中国银监会", "银监会"),
    ("中国保监会", "保监会"),
    ("中国证监会", "证监会"),
    ("中国共产党", "中共"),
    ("国有资产监督管理委员会", "国资委"),
    ("供销合作社联合社", "供销社"),
    ("人民政府", "政府"),
    ("人民代表大会", "人大"),
    ("政治协商会议", "政协"),
    ("常务委员会", "常委会"),
    ("委员会", "委"),
    ("办公厅", "办"),
    ("办公室", "办"),
    ("监督管理", "监管"),
    ("卫生和计划生育", "卫生计生"),
    ("计划生育", "计生"),
    ("人力资源和社会保障", "人社"),
    ("人力资源社会保障", "人社"),
    ("人力社保", "人社"),
    ("发展和改革", "发改"),
    ("发展改革", "发改"),
    ("住房和城乡建设", "住建"),
    ("住房城乡建设", "住建"),
    ("经济和信息化", "经信"),
    ("经济信息化", "经信"),
    ("科学技术", "科技"),
    ("国家税务", "国税"),
    ("地方税务", "地税"),
    ("妇女联合会", "妇联"),
    ("残疾人联合会", "残联"),
    ("有限责任公司", "公司"),
    ("股份有限公司", "公司"),
    ("有限公司", "公司"),
)
_BRANCH = re.compile(r"(?P<kind>[银保证]监)会(?P<place>[\u4e00-\u9fff]{2,4}?)监管局")
# Ideographs are what they are, and nothing beside them joins them: what stands between them is normalised, and repeats.
_UNSETTLED = re.compile(r"([^\u4e00-\u9fff、。“”《》]+)")
_BRACKETS = tuple(zip("〔〕[]【】﹝﹞", "()()()()", strict=True))
_WEIGHTLESS = re.compile(r"以及|[\W_]|[的和与及暨]")


def fold(text: str) -> str:
    """One width and one kind of bracket for every character (NFKC), without white space."""
    pieces = _UNSETTLED.split(text)
    pieces[1::2] = map(_normalise, pieces[1::2])
    folded = "".join("".join(pieces).split())
    for bracket, plain in _BRACKETS:
        folded = folded.replace(bracket, plain)
    return folded


@lru_cache(maxsize=20_000)
def _normalise(piece: str) -> str:
    return unicodedata.normalize("NFKC", piece)


def shorten_organs(text: str) -> str:
    """Organs in their short forms: 人民政府 → 政府, 中国银行业监督管理委员会四川监管局 → 四川银监局."""
    for long, short in _ORGAN_FORMS:
        text = text.replace(long, short)
    return _BRANCH.sub(r"\g<place>\g<kind>局", text)


def drop_weightless(text: str) -> str:
    """The text without punctuation and the particles that registers write or leave out."""
    return _WEIGHTLESS.sub("", text)
