"""Pseudonyms: one value, one name, for everyone who has the secret and for nobody else."""

import hashlib
import hmac
import re
import unicodedata

# Kinds of one family share a name: a number is the same person's however it is written or classed.
FAMILY = {
    "national_id": "ID", "resident_id": "ID", "company_number": "COMPANY", "mobile": "PHONE", "landline": "PHONE",
    "phone": "PHONE", "email": "EMAIL", "card": "CARD", "bank_account": "ACCOUNT", "carrier": "CARRIER",
    "passport": "PASSPORT", "birth_date": "BIRTHDAY", "plate": "PLATE", "medical_record": "PATIENT",
    "address": "ADDRESS", "name": "NAME",
}  # fmt: skip
# Consonants alone spell no word and no number, so that nothing takes a pseudonym for a name or a value.
ALPHABET = "BCDFGHJKLMNPQRSTVWXZ"
LENGTH = 10
"""20^10 ≈ 10^13: among 100,000 values of a kind, two share a pseudonym with a probability of 0.0005."""
PSEUDONYM = re.compile(rf"〔(?:{'|'.join(sorted(set(FAMILY.values())))})-[{ALPHABET}]{{{LENGTH}}}〕")


def pseudonym(secret: bytes, kind: str, value: str) -> str:
    """Returns the name that stands for a value, such as `〔PHONE-KTRWBNCXDF〕`.

    Latin letters leave an English sentence English; citations, prompts, Markdown and JSON use other brackets.

    Args:
        secret: Without it nobody can tell which value it was, not even by trying all.
        kind: What the value is.
        value: The value as `canonical` returns it.

    Returns:
        The pseudonym, the same in every document and run.
    """
    family = FAMILY[kind]
    digest = hmac.new(secret, f"{family}\0{value}".encode(), hashlib.sha256).digest()
    number = int.from_bytes(digest[:16], "big")
    letters = ""
    for _ in range(LENGTH):
        number, place = divmod(number, len(ALPHABET))
        letters += ALPHABET[place]
    return f"〔{family}-{letters}〕"


def canonical(kind: str, text: str) -> str:
    """Returns a value without anything that depends on how it was written down.

    >>> canonical("mobile", "+886 (0)912-345-678"), canonical("email", "Amy @Mail.example")
    ('0912345678', 'amy@mail.example')

    Args:
        kind: What the value is.
        text: The value as it is written.
    """
    text = unicodedata.normalize("NFKC", text).casefold()
    if kind == "email":
        return re.sub(r"\s+|[\[(]|[\])]", "", re.sub(r"\s*[\[(]\s*at\s*[\])]\s*", "@", text))
    if kind == "carrier":
        return re.sub(r"\s+", "", text)
    if kind == "name" and text.isascii():
        # `Wang, Xiao-Ming` and `Xiao-Ming Wang` are one person.
        return " ".join(sorted(re.sub(r"[-'.]", "", word) for word in re.split(r"[\s,]+", text) if word))
    bare = re.sub(r"[\W_]+", "", text).replace("臺", "台")
    if FAMILY.get(kind) == "PHONE":
        bare = re.sub(r"^(?:00)?886(?=\d{8})0?", "0", bare)
        return f"0{bare}" if re.fullmatch(r"9\d{8}", bare) else bare
    return bare
