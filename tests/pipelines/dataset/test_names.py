"""Names are found in a text as `in` would find them one by one."""

from hypothesis import given
from hypothesis import strategies as st

from pipelines.dataset.names import Names

TEXT = st.text("甲乙庫 ab", max_size=14)


@given(st.lists(st.text("甲乙庫 ab", max_size=7), max_size=12), TEXT)
def test_the_names_within_a_text_are_those_that_it_holds(names: list[str], text: str) -> None:
    assert Names(names).within(text) == {name for name in names if name and name in text}


def test_no_names_are_within_no_text() -> None:
    assert Names([]).within("") == Names(["甲"]).within("") == Names([]).within("甲") == set()
