"""The words English questions are built with."""

import re

from pipelines.dataset.phrasing.cloze import Ask
from pipelines.language.values import Value

ROLE = (
    r"(?:[a-z-]+\s){0,2}?(?:clerk|inspector|leader|supervisor|manager|officer|driver|operator|team|desk|user|employee|"
    r"department|supplier|client|engineer|host|company|warehouse|owner|head of [a-z]+ [a-z]+)"
    r"(?!\s(?:supervisor|leader|manager|officer|desk|team|clerk|inspector|operator|driver)\b)(?:'s manager)?"
)
AUXILIARY = "is|are|may|must|can|should|will"
_PLURAL = (
    "have need send drive last lock lease pay receive export get install stay measure serve hold keep wait take cost "
    "weigh work go end include accept go close reach use"
)
PLURAL_VERB = "|".join(_PLURAL.split())
_SINGULAR = {
    "has": "have", "takes": "take", "costs": "cost", "includes": "include", "gives": "give", "ends": "end",
    "weighs": "weigh", "lasts": "last", "allows": "allow", "needs": "need", "adds": "add", "gets": "get",
    "collects": "collect", "confirms": "confirm", "informs": "inform", "moves": "move", "enters": "enter",
    "unloads": "unload", "removes": "remove", "changes": "change", "repeats": "repeat", "assigns": "assign",
    "calls": "call", "holds": "hold", "connects": "connect", "sends": "send", "classifies": "classify",
    "erases": "erase", "renews": "renew", "measures": "measure", "returns": "return", "lags": "lag", "locks": "lock",
    "opens": "open", "receives": "receive", "grants": "grant", "closes": "close", "reports": "report",
}  # fmt: skip
SINGULAR_VERB = "|".join(_SINGULAR)
PIECE = re.compile(
    r",\s(?:and|but)\s(?=(?:the|a|an|all)\b)"
    r"|\sand\s(?=(?:the|a|an)\s[a-z ]{3,30}\s(?:is|are|locks|signs|assigns|returns|takes)\b)"
)
PREPOSITIONS = re.compile(
    r"(?:\b(?:within|for|after|every|at least|at most|up to|less than|more than|below|above|until|by|from|at|only|"
    r"limited to|takes place|the first)\s)+(?:a |the )?$"
)
_UNITS = re.compile(r"^\d[\d,.]*\s?(?P<unit>(?:working |calendar |business )?[A-Za-z]+(?:-[a-z]+)?)$")
_NOUN = re.compile(r"^\s(?P<noun>[a-z]+(?:\s(?:hours|notice))?)\b")


def base_form(verb: str) -> str:
    """Returns the base form of one of the singular verbs."""
    return _SINGULAR[verb]


def question_word(value: Value, lead: str, after: str) -> tuple[str, Ask, str, str] | None:
    """Returns the question word for a value.

    Args:
        value: The value.
        lead: The preposition before it, which goes to the front with it.
        after: What follows the value in its clause.

    Returns:
        The words that open the question, the kind, what is left of `after`, and the text a right answer must hold.
    """
    if value.kind == "duration":
        return _duration(value, lead, after)
    if value.kind == "money" and lead in ("", "up to", "at least", "at most", "from"):
        return ("Up to how much" if lead == "up to" else "How much", "money", after, value.text)
    if value.kind == "time":
        return (
            (f"{lead.capitalize() or 'At'} what time", "time", after, value.text)
            if lead in ("by", "at", "until")
            else None
        )
    if value.kind in ("count", "number"):
        return _counted(value, lead, after)
    return None


def _duration(value: Value, lead: str, after: str) -> tuple[str, Ask, str, str] | None:
    unit = _UNITS.match(value.text)
    if unit is None or after.startswith("'"):
        return None
    units = unit["unit"] if unit["unit"].endswith("s") else unit["unit"] + "s"
    if lead == "every":
        return "How often", "duration", after, value.text
    relative = re.match(r"\s(?P<side>before|after)\s(?P<what>(?:(?! and )[^,;])+)", after)
    if lead in ("", "at least") and relative:
        return f"How many {units} {relative['side']} {relative['what']}", "duration", "", value.text
    if lead == "within":
        return f"Within how many {units}", "duration", after, value.text
    if lead in ("", "for", "after", "at least", "at most", "up to", "for at most", "for at least", "for up to"):
        opening = {"": "How long", "for": "For how long", "after": "After how long"}.get(
            lead, f"{lead.capitalize()} how many {units}"
        )
        return opening, "duration", after, value.text
    return None


def _counted(value: Value, lead: str, after: str) -> tuple[str, Ask, str, str] | None:
    opening = {
        "": "How many",
        "at least": "At least how many",
        "at most": "At most how many",
        "up to": "Up to how many",
    }.get(lead)
    if opening is None:
        return None
    unit = _UNITS.match(value.text)
    if value.kind == "count" and unit:
        return f"{opening} {unit['unit']}", "count", after, value.text
    noun = _NOUN.match(after)
    if (
        value.kind != "number"
        or noun is None
        or noun["noun"] in ("as", "is", "was", "this")
        or not noun["noun"].split()[0].endswith("s")
    ):
        return None
    return f"{opening} {noun['noun']}", "count", after[noun.end() :], f"{value.text} {noun['noun']}"
