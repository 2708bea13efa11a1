"""One county-year register in one workbook, for measuring the import."""

from datetime import timedelta
from pathlib import Path
from random import Random

import xlsxwriter

from county import figures
from county.names import TOWNSHIPS
from county.papers import make_papers

HEADINGS = (
    "序号", "收文日期", "收文单位", "来文单位", "发文字号", "文件标题", "文头类别", "是否需书记阅示", "来文渠道", "办理情况", "承办", "备注",
)  # fmt: skip


def write_big_register(path: Path, *, rows: int, seed: int = 1) -> None:
    """Write a register of `rows` receipts over all townships; about 3,500 distinct documents at 75,000 rows."""
    random = Random(seed)
    papers = make_papers(random, figures.YEAR)
    book = xlsxwriter.Workbook(path, {"constant_memory": True, "strings_to_urls": False})
    sheet = book.add_worksheet("收文登记")
    day_form = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.write(0, 0, f"{figures.YEAR}年收文登记表（演示县，虚构）")
    sheet.write_row(1, 0, HEADINGS)
    for number in range(1, rows + 1):
        paper, township = papers[number % len(papers)], TOWNSHIPS[number * 7 % len(TOWNSHIPS)]
        arrived = paper.sent_on + timedelta(days=number // (len(papers) * len(TOWNSHIPS)))
        sheet.write(number + 1, 0, number)
        sheet.write_datetime(number + 1, 1, arrived, day_form)
        words = (township, paper.department.alias, paper.number, paper.title, paper.header)
        for column, word in enumerate((*words, random.choice("是否"), "协同平台", "已阅", "党政办", ""), start=2):
            if word:
                sheet.write_string(number + 1, column, word)
    book.close()
