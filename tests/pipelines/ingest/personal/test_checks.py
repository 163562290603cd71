"""Check digits, against numbers that are published as examples."""

import pytest

from benchmarks.personal_data.generate import samples
from pipelines.ingest.personal.checks import is_card, is_company_number, is_national_id
from pipelines.ingest.personal.numbers import digits
from pipelines.ingest.personal.view import View


@pytest.mark.parametrize("number", ["A123456789", "F131104093", "A800000014", "AA00000009"])
def test_national_numbers_and_both_kinds_of_resident_certificates_are_valid(number: str) -> None:
    assert is_national_id(number)


@pytest.mark.parametrize("number", ["A800000015", "A123456788", "AA00000008"])
def test_one_wrong_digit_makes_a_national_number_invalid(number: str) -> None:
    assert not is_national_id(number)


@pytest.mark.parametrize("number", ["04595257", "22099131", "04595252"])
def test_company_numbers_are_valid_by_the_rule_of_2023(number: str) -> None:
    assert is_company_number(number)


def test_another_company_number_is_not_valid() -> None:
    assert not is_company_number("25317520")


@pytest.mark.parametrize(
    "number", ["4111111111111111", "5555555555554444", "378282246310005", "3530111333300000", "30569309025904"]
)
def test_test_numbers_of_card_issuers_are_cards(number: str) -> None:
    assert is_card(number)


@pytest.mark.parametrize("number", ["4111111111111112", "9111111111111111", "41111111111111", "1234567812345670"])
def test_a_wrong_digit_an_unknown_prefix_or_a_wrong_length_is_no_card(number: str) -> None:
    assert not is_card(number)


def test_the_generator_and_the_detector_agree_on_check_digits() -> None:
    checks = {"national_id": is_national_id, "resident_id": is_national_id, "company_number": is_company_number}
    plants = [plant for sample in samples("tuning", rounds=3) for plant in sample.plants if plant.kind in checks]
    assert len(plants) > 50
    assert all(checks[plant.kind](digits(View(plant.raw).text)) for plant in plants)
