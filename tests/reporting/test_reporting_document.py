"""Sentences, paragraphs and what they say of missing or weak data."""

from datetime import date

from conftest import document_row, make_material

from jianfu.reporting.document import NO_DATA, Heading, Paragraph, gather_told, paragraph, sentence
from jianfu.reporting.figure import Figure
from jianfu.reporting.figures.making import count_rows
from jianfu.vocabulary.burden_kind import BurdenKind


def make_figure_of(*grades: str) -> Figure:
    rows = [document_row(date(2023, 1, 3), grade=grade) for grade in grades]
    material = make_material({BurdenKind.DOCUMENT: rows})
    figure = count_rows("WH01", material.received(BurdenKind.DOCUMENT))
    assert figure is not None
    return figure


def test_a_sentence_with_a_missing_figure_is_not_said() -> None:
    assert sentence("收文", None, "件。") == ()


def test_a_sentence_before_a_missing_one_ends_with_a_full_stop() -> None:
    figure = make_figure_of("B")

    said = paragraph(sentence("收文", figure, "件，"), sentence("会议", None, "次。"))

    assert said.parts == ("收文", figure, "件。")


def test_a_paragraph_without_anything_to_say_says_that_there_are_no_data() -> None:
    assert paragraph(sentence("收文", None, "件。")).parts == (NO_DATA,)


def test_recollection_is_said_in_the_text() -> None:
    wholly, partly = make_figure_of("D", "D"), make_figure_of("A", "D")

    assert paragraph(sentence("收文", wholly, "件。")).parts[-1] == "（WH01来自个人回忆，仅供参考）"
    assert paragraph(sentence("收文", partly, "件。")).parts[-1] == "（WH01所据登记中含有个人回忆，仅供参考）"
    assert paragraph(sentence("收文", make_figure_of("A", "C"), "件。")).parts[-1] == "件。"


def test_several_silent_paragraphs_become_one() -> None:
    heading = Heading(2, "（一）")

    assert gather_told(paragraph(), paragraph(lead="会议方面。")) == [Paragraph((NO_DATA,))]
    assert gather_told(heading, paragraph()) == [heading]
