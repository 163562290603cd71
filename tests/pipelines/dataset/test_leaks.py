"""Training that has seen a held-out question stops the stage."""

from collections.abc import Callable

import pytest

from pipelines.dataset.leaks import normal, require_no_leaks
from pipelines.records import Example, Question, Section, Source
from pipelines.runtime.errors import UserError

Make = Callable[..., Section]


@pytest.fixture
def sections(section: Make) -> dict[str, Section]:
    """Two that differ, and a copy of the first under another key."""
    text = "出貨異常須於 24 小時內通報物流部門。"
    made = [section("A §1", text), section("B §1", "員工每年得請有薪志工假 2 日。"), section("C §1", text)]
    return {one.id: one for one in made}


def example(question: str, id_: str, group: str, shown: str = "B@1#§1") -> Example:
    """An example about one section that shows another."""
    return Example(
        id=f"example {id_}",
        language="zh",
        audience="all",
        question=question,
        sources=(Source(key="K", section_id=shown, heading="H", text="T"),),
        answer="。",
        citations=(),
        quotes=(),
        origin="heading",
        answerable=False,
        group=group,
        source_set="S",
        lineage=(id_,),
    )


QUESTION = Question(
    id="question 1",
    language="zh",
    audience="all",
    question="出貨異常多久內要通報？",
    reference="24 小時內。",
    values=("24 小時",),
    golden_keys=("A §1",),
    golden_hashes=("0",),
    origin="heading",
    answerable=True,
    group="g",
    lineage=("A@1#§1",),
)


def test_what_has_nothing_in_common_passes(sections: dict[str, Section]) -> None:
    require_no_leaks([QUESTION], [example("志工假有幾日？", "B@1#§1", "h")], sections, 0.5)


@pytest.mark.parametrize(
    "leak",
    [
        example("請問出貨異常，多久內要通報", "B@1#§1", "h"),
        example("志工假有幾日？", "B@1#§1", "g"),
        example("志工假有幾日？", "B@1#§1", "h", shown="A@1#§1"),
        example("貨物出問題找誰？", "C@1#§1", "h"),
    ],
    ids=["the same question", "the same group", "golden section shown", "golden text copied"],
)
def test_each_kind_of_leak_names_question_and_example(leak: Example, sections: dict[str, Section]) -> None:
    with pytest.raises(UserError) as caught:
        require_no_leaks([QUESTION], [leak], sections, 0.5)
    assert str(caught.value) == (
        "error: 1 training examples give held-out questions away\n"
        f"  question 1 is in training as {leak.id}\n"
        "\n"
        "hint: lower `dataset.near_duplicate`, so that what is alike stays on one side"
    )


def test_spelling_and_politeness_do_not_hide_a_question() -> None:
    assert normal("請問 ＶＰＮ 多久中斷？") == normal("vpn多久中斷")
