"""The pages of mending: filters, batches, what is typed wrongly, who is told what, and the office papers."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import docx
import pypdfium2
import pytest
from django.test import Client
from django.urls import reverse
from small_county import DAY, NOW, County

from jianfu.casework.models import Case, Digest, UpwardItem
from jianfu.ledger.models import Organ, Receipt
from jianfu.ledger.viewer import Role
from jianfu.monitoring.models import Problem, Sweep
from jianfu.monitoring.sweep.bulletin import write_bulletin
from jianfu.monitoring.sweep.signals import Signal
from jianfu.web.accounts.models import Account
from jianfu.web.schedule.models import ScheduledRun

SignIn = Callable[[Role], Client]
OWNER = "监督:监督"


def _main(client: Client, address: str) -> str:
    return client.get(address, follow=True).content.decode()


class TestLists:
    @pytest.mark.parametrize(
        "query", ["state=x", "organ=-1", "organ=99999999999999", "owner=%00", "clause=%00x", "words=%00", "page=zz",
                  "overdue=" + "1" * 500, "state=accepted&organ=１"],
    )  # fmt: skip
    def test_an_address_that_makes_no_sense_fails_nowhere(self, query: str, county: County, sign_in: SignIn) -> None:
        assert sign_in(Role.SUPERVISION).get(f"/cases/?{query}").status_code == 200

    def test_several_problems_become_cases_and_those_without_an_organ_are_told(
        self, county: County, sign_in: SignIn
    ) -> None:
        first, second = Problem.objects.order_by("pk")
        second.organs.clear()
        Case.objects.all().delete()

        page = sign_in(Role.ANALYST).post(
            "/problems/open/", {"pick": [first.pk, second.pk, "x", "9" * 30]}, follow=True
        )

        assert Case.objects.count() == 1
        assert "已立案 1 件" in page.content.decode()
        assert "没有写明责任单位" in page.content.decode()

    def test_of_several_cases_each_is_done_or_told(self, county: County, sign_in: SignIn) -> None:
        fresh, stale = Case.objects.order_by("pk")[:2]
        data = {"pick": [f"{fresh.pk}:1", f"{stale.pk}:7"], "move": "accept", "reasons": "一并受理"}

        page = sign_in(Role.SUPERVISION).post("/cases/batch/", data, follow=True).content.decode()

        assert "办好 1 件" in page
        assert "刚被别人办过" in page
        fresh.refresh_from_db()
        assert (fresh.state, fresh.owner) == ("accepted", OWNER)

    @pytest.mark.parametrize("data", [{}, {"pick": "1:1"}, {"move": "accept"}, {"pick": "1:1", "move": "assign"}])
    def test_a_batch_that_says_too_little_changes_nothing(
        self, data: dict[str, str], county: County, sign_in: SignIn
    ) -> None:
        sign_in(Role.ANALYST).post("/cases/batch/", data | {"reasons": "x"})

        assert set(Case.objects.values_list("state", flat=True)) == {"opened"}


class TestOneCase:
    def test_a_refused_step_keeps_what_was_typed(self, county: County, sign_in: SignIn) -> None:
        case = Case.objects.first()
        assert case is not None
        data = {"move": "accept", "reasons": "写了很久的理由", "version": 9}

        answer = sign_in(Role.ANALYST).post(reverse("case_step", args=[case.pk]), data)

        assert answer.status_code == 422
        assert "写了很久的理由" in answer.content.decode()
        assert "刚被别人办过" in answer.content.decode()

    def test_accounts_of_the_organ_and_below_never_handle_it(self, county: County, sign_in: SignIn) -> None:
        case = Case.objects.first()
        assert case is not None
        team = Organ.objects.create(name="执法大队", parent=case.organ)
        Account.objects.filter(role=Role.SUPERVISION).update(organ=team)
        client = sign_in(Role.SUPERVISION)

        refused = client.post(reverse("case_step", args=[case.pk]), {"move": "accept", "reasons": "x", "version": 1})

        assert refused.status_code == 422
        assert "须由别的单位" in refused.content.decode()
        assert 'name="move"' not in _main(client, f"/cases/{case.pk}/")
        given = sign_in(Role.ANALYST).post(
            reverse("case_assign", args=[case.pk]), {"owner": OWNER, "assign_reasons": "分工", "version": 1}
        )
        assert "承办人属于责任单位" in given.content.decode()

    def test_the_department_explains_and_who_asked_reads_it(self, county: County, sign_in: SignIn) -> None:
        number = county.own[Role.DEPARTMENT]["case_id"]
        case = Case.objects.get(pk=number)
        case.asked_by.add(Organ.objects.get(name="松溪镇"))
        bureau = sign_in(Role.DEPARTMENT)

        bureau.post(reverse("case_explain", args=[number]), {"words": "市局统一要求。"})

        assert "市局统一要求。" in _main(sign_in(Role.TOWNSHIP), f"/cases/{number}/")
        page = _main(bureau, f"/cases/{number}/")
        assert "松溪镇" not in page.split("<main")[1]

    def test_scripts_in_reasons_are_words(self, county: County, sign_in: SignIn) -> None:
        case, client = Case.objects.first(), sign_in(Role.ANALYST)
        assert case is not None
        data = {"move": "accept", "reasons": "<script>alert(1)</script>", "version": 1}
        client.post(reverse("case_step", args=[case.pk]), data)

        page = _main(client, f"/cases/{case.pk}/")
        assert "<script>alert" not in page
        assert "alert(1)" in page

    def test_a_digest_stands_on_its_owners_page_until_put_away(self, county: County, sign_in: SignIn) -> None:
        case = Case.objects.first()
        assert case is not None
        digest = Digest.objects.create(owner=OWNER, day=DAY, lines=[[case.pk, "本步期限 2023-12-08", case.title]])
        client = sign_in(Role.SUPERVISION)
        assert "本步期限 2023-12-08" in _main(client, "/cases/")
        assert "本步期限 2023-12-08" not in _main(sign_in(Role.ANALYST), "/cases/")

        client.post(reverse("digest_read", args=[digest.pk]))

        assert "本步期限 2023-12-08" not in _main(client, "/cases/")


class TestUpward:
    def test_sent_answered_and_shown_to_the_township_that_asked(self, county: County, sign_in: SignIn) -> None:
        item = UpwardItem.objects.get(pk=county.own[Role.TOWNSHIP]["upward_id"])
        client = sign_in(Role.ANALYST)
        sent = {"sent_on": "2023-12-06", "sent_to": "市减负办", "version": 1}
        client.post(reverse("upward_send", args=[item.pk]), sent)
        late = client.post(reverse("upward_send", args=[item.pk]), sent | {"sent_to": "后写的"})
        assert late.status_code == 422
        assert "后写的" in late.content.decode()
        answer = {"answered_on": "2023-12-07", "outcome": "partly", "answer": "合并为一张表。", "version": 2}

        client.post(reverse("upward_answer", args=[item.pk]), answer)

        assert "合并为一张表。" in _main(sign_in(Role.TOWNSHIP), "/cases/")
        assert "合并为一张表。" in _main(client, f"/upward/{item.pk}/")

    @pytest.mark.parametrize("wrong", [{"outcome": "x"}, {"answered_on": "2023-02-30"}, {"answer": " "}])
    def test_an_answer_typed_wrongly_is_told_and_kept_on_the_page(
        self, wrong: dict[str, str], county: County, sign_in: SignIn
    ) -> None:
        item = UpwardItem.objects.first()
        assert item is not None
        UpwardItem.objects.filter(pk=item.pk).update(sent_on=DAY)
        right = {"answered_on": "2023-12-07", "outcome": "declined", "answer": "写好的答复", "version": 1}

        page = sign_in(Role.ANALYST).post(reverse("upward_answer", args=[item.pk]), right | wrong)

        assert page.status_code == 422
        assert UpwardItem.objects.filter(answered_on__isnull=False).count() == 0

    def test_a_level_without_anything_has_no_letter(self, county: County, sign_in: SignIn) -> None:
        assert sign_in(Role.ANALYST).get("/upward/letter/?level=central").status_code == 404


def _long_sweep() -> Sweep:
    sweep = Sweep.objects.create(
        month=DAY.replace(month=10, day=1), made_at=NOW, notes=["此消彼长：不满六个整月的登记，不判断。"]
    )
    rows = list(Receipt.objects.values_list("pk", flat=True))
    organ = Organ.objects.first()
    for number in range(60):
        words = f"青岚县应急管理局：《关于第{number}类场所安全隐患排查整治情况统计表》，到 28 处。" + "很长" * (
            number % 40
        )
        sweep.items.create(signal=list(Signal)[number % 6], organ=organ, words=words, receipts=rows)
    return sweep


class TestSweeps:
    def test_one_click_makes_a_case_and_the_page_then_says_so(self, county: County, sign_in: SignIn) -> None:
        client, item = sign_in(Role.ANALYST), county.own[Role.TOWNSHIP]["item_id"]

        page = client.post(reverse("sweep_open", args=[item]), follow=True).content.decode()

        assert "突增" in page
        assert "已立案" in _main(client, "/sweeps/?month=2023-11")

    @pytest.mark.parametrize("form", ["docx", "pdf"])
    def test_the_bulletin_keeps_to_two_pages_and_names_file_and_row(
        self, form: str, county: County, tmp_path: Path
    ) -> None:
        path = tmp_path / f"月报.{form}"
        done = [
            "准入：" + "青岚县应急管理局《岁末年初消防安全隐患排查表》、" * 4,
            "整治：" + "青岚县教育局“强制使用”、" * 8,
        ]
        path.write_bytes(write_bulletin(_long_sweep(), form, organ="青岚县", day=DAY, done=done))
        if form == "docx":
            cells = [cell.text for row in docx.Document(str(path)).tables[0].rows for cell in row.cells]
            assert any("登记.xlsx" in cell and "行" in cell for cell in cells)
            soffice = shutil.which("soffice")
            if soffice is None:
                pytest.skip("没有安装 LibreOffice，跳过")
            command = [soffice, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "pdf"]
            subprocess.run([*command, "--outdir", tmp_path, path], check=True, capture_output=True)

        with pypdfium2.PdfDocument(tmp_path / "月报.pdf") as pages:
            assert 1 <= len(pages) <= 2
            words = "".join(page.get_textpage().get_text_range() for page in pages)
        assert all(signal.label in words for signal in Signal)
        assert "另有" in words
        assert "不判断" in words
        assert "岁末年初消防安全隐患排查表" in words

    def test_an_empty_month_says_so(self, county: County) -> None:
        sweep = Sweep.objects.create(month=DAY.replace(month=9, day=1), made_at=NOW)

        assert write_bulletin(sweep, "pdf", organ="青岚县", day=DAY).startswith(b"%PDF")


class TestSchedule:
    def test_somebody_orders_a_run_and_the_page_shows_it(self, county: County, sign_in: SignIn) -> None:
        client = sign_in(Role.ANALYST)

        page = client.post("/schedule/run/", {"job": "night"}, follow=True).content.decode()
        assert "夜间核算已排队" in page
        assert ScheduledRun.objects.get().job == "night"
        assert "请选择任务" in client.post("/schedule/run/", {"job": "x"}, follow=True).content.decode()


def test_everybody_reads_what_the_platform_costs_and_the_county_page_shows_it(county: County, sign_in: SignIn) -> None:
    for role in (Role.VILLAGE, Role.LEADER):
        assert "怎么算" in _main(sign_in(role), "/own-burden/")
