"""Headings mapped by clicking: a mapping file of the county's own, an audit entry, the preview anew."""

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from bringing import book, bring
from small_county import County

from jianfu.intake.registers.mappings import load_registers
from jianfu.ledger.models import AuditEntry, Demand, Receipt
from jianfu.ledger.viewer import Role
from jianfu.vocabulary.packaged import packaged_folder
from jianfu.web.deliveries.mapping import LEFT_OUT, RefusedMapping, load_county_registers, map_headings

pytestmark = pytest.mark.django_db
Work = Callable[[], int]
NOW = datetime(2023, 12, 7, 9, 30)
ODD = book(
    ("2023-12-06", "青岚县应急管理局", "关于甲的通知", "松溪镇", "QR1", "2023-12-09"),
    headings=("收文日期", "报送部门", "标题", "收文单位", "转办二维码", "应办结日"),
)
STRANGE = book(
    *[(f"第{number}号专项表", "青岚县商务局", "每月") for number in range(3)],
    headings=("材料名", "谁发的", "多久报一次"),
)


def _map(register: str = "收文登记", **choices: str) -> int:
    return map_headings(register, choices, actor="测试", now=NOW)


def _field(heading: str, register: str = "收文登记") -> str | None:
    found = next(one for one in load_county_registers() if one.name == register)
    field = found.headings.get(heading)
    return LEFT_OUT if heading in found.ignored else field.label if field else None


def test_what_was_chosen_is_known_from_then_on(tmp_path: Path) -> None:
    assert _map(报送部门="来文单位", 转办二维码=LEFT_OUT, 批次="") == 2

    assert (_field("报送部门"), _field("转办二维码"), _field("批次")) == ("来文单位", LEFT_OUT, None)
    change = json.loads(AuditEntry.objects.latest("index").body)
    assert (change["action"], change["actor"]) == ("map_headings", "测试")
    assert change["change"]["new"]["表头"] == {"来文单位": ["报送部门"]}


def test_a_later_choice_takes_the_place_of_the_earlier(tmp_path: Path) -> None:
    _map(报送部门="来文单位", 处室=LEFT_OUT)
    _map(报送部门="承办", 处室="来文单位")

    assert (_field("报送部门"), _field("处室")) == ("承办", "来文单位")
    assert json.loads(AuditEntry.objects.latest("index").body)["change"]["old"]["表头"] == {"来文单位": ["报送部门"]}


def test_the_same_choice_again_changes_nothing_and_logs_nothing() -> None:
    _map(报送部门="来文单位")
    before = AuditEntry.objects.count()

    assert _map(报送部门="来文单位") == 0
    assert AuditEntry.objects.count() == before


def test_it_adds_to_what_the_county_wrote_by_hand(tmp_path: Path) -> None:
    (tmp_path / "registers").mkdir()
    own = "名称: 辖区专表\n记入: 要求\n种类: 资料台账\n必备: [标题]\n特征: [标题]\n等级: B\n表头:\n  标题: [专表名]\n"
    (tmp_path / "registers" / "辖区.yaml").write_text(own, encoding="utf-8")

    _map("辖区专表", 谁发的="来文单位")

    assert _field("谁发的", "辖区专表") == "来文单位"
    assert _field("专表名", "辖区专表") == "标题"
    assert load_registers([packaged_folder("registers"), tmp_path / "registers"])


@pytest.mark.parametrize(
    ("register", "choices", "words"),
    [
        ("没有这种表", {"甲": "标题"}, "没有这种登记表"),
        ("收文登记", {"甲": "没有的字段"}, "没有“没有的字段”这个字段"),
        ("收文登记", {"长" * 61: "标题"}, "不像表头"),
    ],
)
def test_what_cannot_be_is_refused(register: str, choices: dict[str, str], words: str, tmp_path: Path) -> None:
    with pytest.raises(RefusedMapping, match=words):
        map_headings(register, choices, actor="测试", now=NOW)
    assert not list(tmp_path.glob("registers/*"))


@pytest.mark.parametrize("heading", ["甲: [乙", "'单引", "# 井号", "- 横", "是", "2024-08-06", "&锚", "金额（万元）"])
def test_any_heading_survives_its_way_through_the_file(heading: str) -> None:
    map_headings("收文登记", {heading: "备注"}, actor="测试", now=NOW)

    assert _field(heading.replace(" ", "")) == "备注"


def test_a_broken_file_of_the_county_is_told_and_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "registers").mkdir()
    broken = tmp_path / "registers" / "坏.yaml"
    broken.write_text("名称: [", encoding="utf-8")

    with pytest.raises(RefusedMapping, match=r"坏\.yaml"):
        _map(报送部门="来文单位")
    assert list(tmp_path.glob("registers/*")) == [broken]


def test_clicking_makes_the_preview_anew(county: County, sign_in, work: Work) -> None:
    client = sign_in(Role.ANALYST)
    delivery = bring(client, ("收文登记.xlsx", ODD))
    work()
    page = client.get(f"/import/{delivery.pk}/").content.decode()
    assert "3 个表头没有认出" in page
    assert 'name="map-报送部门"' in page
    assert "QR1" in page

    chosen = {
        "register": "收文登记",
        "map-报送部门": "来文单位",
        "map-转办二维码": LEFT_OUT,
        "map-应办结日": "办理时限",
    }
    answer = client.post(f"/import/{delivery.pk}/map/", chosen, follow=True)
    assert "记下了 3 个表头" in answer.content.decode()
    work()

    assert "没有认出" not in client.get(f"/import/{delivery.pk}/").content.decode()
    client.post(f"/import/{delivery.pk}/import/")
    work()
    taken = Receipt.objects.get(demand__title="关于甲的通知")
    assert (taken.demand.issuer.name, taken.due_at) == ("青岚县应急管理局", datetime(2023, 12, 9))


def test_a_sheet_that_is_no_known_register_is_given_one(county: County, sign_in, work: Work) -> None:
    client = sign_in(Role.ANALYST)
    delivery = bring(client, ("材料.xlsx", STRANGE))
    work()
    asked = client.get(f"/import/{delivery.pk}/", {"table": "0-0", "register": "报表台账清单"}).content.decode()
    assert 'name="map-材料名"' in asked
    assert "必须有：标题" in asked

    chosen = {"register": "报表台账清单", "table": "0-0", "map-谁发的": "来文单位"}
    refused = client.post(f"/import/{delivery.pk}/map/", chosen, follow=True).content.decode()
    assert "还没有选哪一列是“标题”" in refused
    chosen |= {"map-材料名": "标题"}
    refused = client.post(f"/import/{delivery.pk}/map/", chosen, follow=True).content.decode()
    assert "至少一项" in refused
    client.post(f"/import/{delivery.pk}/map/", chosen | {"map-多久报一次": "报送频次"})
    work()
    client.post(f"/import/{delivery.pk}/import/")
    work()

    taken = Demand.objects.filter(title__endswith="号专项表")
    assert [(one.kind, one.issuer.name) for one in taken] == [("data_request", "青岚县商务局")] * 3


def test_only_the_county_maps(county: County, sign_in, work: Work) -> None:
    township = sign_in(Role.TOWNSHIP)
    delivery = bring(township, ("收文登记.xlsx", ODD))
    work()

    assert "map-报送部门" not in township.get(f"/import/{delivery.pk}/").content.decode()
    assert township.post(f"/import/{delivery.pk}/map/", {"register": "收文登记"}).status_code == 403


def test_fields_known_by_like_words_are_offered_first_and_none_is_chosen(county: County, sign_in, work: Work) -> None:
    client = sign_in(Role.ANALYST)
    delivery = bring(client, ("收文登记.xlsx", ODD))
    work()
    page = client.get(f"/import/{delivery.pk}/").content.decode()

    assert '<optgroup label="可能是">' in page
    assert " selected" not in page
