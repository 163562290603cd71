from eval.code import code_hash


def test_the_code_has_one_hash() -> None:
    assert code_hash() == code_hash()
    assert len(code_hash()) == 64
