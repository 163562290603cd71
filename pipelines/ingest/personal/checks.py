"""Check digits of Taiwanese numbers and payment cards; each takes digits and letters alone."""

from stdnum import luhn
from stdnum.tw import ubn

LETTERS = "ABCDEFGHJKLMNPQRSTUVXYWZIO"
"""The letter at place n stands for n + 10."""
WEIGHTS = (1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1)


def is_national_id(number: str) -> bool:
    """Says whether ten signs are a valid national number or resident certificate, of before 2021 or after.

    >>> is_national_id("A123456789"), is_national_id("AA00000009"), is_national_id("A800000015")
    (True, True, False)
    """
    area = LETTERS.index(number[0]) + 10
    second = (LETTERS.index(number[1]) + 10) % 10 if number[1].isalpha() else int(number[1])
    digits = (area // 10, area % 10, second, *map(int, number[2:]))
    return sum(digit * weight for digit, weight in zip(digits, WEIGHTS, strict=True)) % 10 == 0


def is_company_number(number: str) -> bool:
    """Says whether eight digits are a valid company number by the rule of 2023, which the library does not know yet.

    >>> is_company_number("04595257"), is_company_number("04595252"), is_company_number("25317520")
    (True, True, False)
    """
    rest = ubn.calc_checksum(number) % 5
    return rest == 0 or (rest == 4 and number[6] == "7")


def is_card(number: str) -> bool:
    """Says whether digits are a payment card's: a known issuer's prefix, its length, and the Luhn digit.

    >>> is_card("4111111111111111"), is_card("4111111111111112"), is_card("1234567812345670")
    (True, False, False)
    """
    return len(number) in _lengths(number) and luhn.is_valid(number)


def _lengths(number: str) -> tuple[int, ...]:
    two, four = int(number[:2]), int(number[:4])
    if number[0] == "4" or 51 <= two <= 55 or 2221 <= four <= 2720 or two in (35, 65) or four == 6011:
        return (16,)
    if two in (34, 37):
        return (15,)
    if two in (36, 38, 39) or 300 <= four // 10 <= 305:
        return (14,)
    return (16, 17, 18, 19) if two == 62 else ()
