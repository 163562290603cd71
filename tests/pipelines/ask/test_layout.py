"""What the user sees: the answer, the cited sections in full, the keys of the others."""

from io import StringIO

from rich.console import Console

from pipelines.ask.layout import layout
from pipelines.ask.reply import Reply
from tests.pipelines.answering.company import LEAVE, NOTICE, TRAVEL, source

SOURCES = (source(LEAVE), source(NOTICE), source(TRAVEL))


def shown(reply: Reply) -> str:
    out = StringIO()
    Console(file=out, width=100, markup=False, highlight=False).print(layout("多久內要通報？", reply))
    return out.getvalue()


def reply(text: str, *citations: str, refused: bool = False) -> Reply:
    return Reply(
        text=text, citations=citations, refused=refused, sources=SOURCES, answered_by="answered by the candidate"
    )


def test_the_cited_section_is_shown_in_full_and_the_others_by_key() -> None:
    page = shown(reply("24 小時內 [SOP-LOG-001 §4.3]。", NOTICE.key))
    assert "[SOP-LOG-001 §4.3] 出貨作業程序" in page
    assert NOTICE.text in page
    assert LEAVE.text not in page
    assert "also shown: HR-001 第三條, FIN-002 第五條" in page
    assert page.rstrip().endswith("answered by the candidate")


def test_a_refusal_says_that_nothing_is_cited() -> None:
    page = shown(reply("所提供的文件沒有這個問題的答案。", refused=True))
    assert "refused: no section is cited" in page
    assert NOTICE.text not in page


def test_square_brackets_in_documents_are_no_markup() -> None:
    assert "[bold]" in shown(reply("見 [bold] 一節", NOTICE.key))
