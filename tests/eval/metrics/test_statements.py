import pytest

from eval.metrics.statements import statements


@pytest.mark.parametrize(
    ("text", "count"),
    [("", 0), ("。。。", 0), ("§4.3 says 3.5 days.", 1), ("One. Two!", 2), ("一。二？三", 3), ("a\nb", 2)],
)
def test_statements_end_where_sentences_do(text: str, count: int) -> None:
    assert len(statements(text)) == count


def test_a_citation_stays_with_its_statement() -> None:
    assert statements("A [K §1.2]. B [L].") == ("A [K §1.2].", "B [L].")
