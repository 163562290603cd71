"""Questions about terms: what a word means where a document defines it."""

import re
from collections.abc import Iterator, Sequence

from pipelines.dataset.candidate import Candidate
from pipelines.dataset.phrasing.decisive import decisive
from pipelines.dataset.phrasing.lines import lines_of
from pipelines.language.script import HAN
from pipelines.records.section import Section

_ZH = re.compile(
    r"^(?P<term>[^，。；：、「」]{2,12}?)(?:（[^）]{1,20}）)?(?:：|，)?(?:是指|係指|指(?![定派示數揮出導引紋標認明]))(?P<what>[^。；\n]{6,})|"
    r"^(?:所稱|本[辦規程政]\S{1,3}所稱)「?(?P<named>[^，。；：「」]{2,12})」?，?[係是]?指(?P<said>[^。；\n]{6,})"
)
_EN = re.compile(
    r"^(?P<term>(?:An? |The )?[\"“]?[A-Z]?[A-Za-z][A-Za-z -]{2,30}?[\"”]?)\s(?:means|refers to|is defined as)\s"
    r"(?P<what>(?:[^.;\n]|\.(?=\S)){10,})"
)
_NO_TERM = re.compile(r"[前其該此本]|^(?:it|this|that|which|he|she|they)\b|\b(?:it|this|which|by|no)$", re.IGNORECASE)
_BACK = re.compile(r"^前|前[一二三]?[項款條]|[下左]列|\b(?:preceding|foregoing|following|above)\b")
_LONGEST_TITLE = 14
_LONGEST = {"zh": 60, "en": 200}


def candidates(sections: Sequence[Section]) -> Iterator[Candidate]:
    """Yields one candidate a term that a line of prose defines."""
    for section in sections:
        if section.kind not in ("prose", "step"):
            continue
        for line in lines_of(section):
            match = (_ZH if section.language == "zh" else _EN).match(line)
            if match is not None and len(match.group()) <= _LONGEST[section.language]:
                yield from _candidate(section, match)


def _candidate(section: Section, match: re.Match[str]) -> Iterator[Candidate]:
    found = match.groupdict()
    term = re.sub("^稱|者$", "", (found["term"] or found.get("named") or "").strip(' "“”「」'))
    what = (found["what"] or found.get("said") or "").strip(" ，,")
    if _NO_TERM.search(term) or "，" in term or _BACK.search(what):
        return
    if section.language == "zh":
        asked: tuple[str, ...] = (
            f"{term}是指什麼？",
            f"什麼是{term}？",
            f"「{term}」的定義是什麼？",
            f"{term}是什麼意思？",
        )
        statement = f"{term}指{what}"
        if HAN.search(section.title) and len(section.title) <= _LONGEST_TITLE:
            # 處理 and 當事人 are words of every day; which document's sense is meant has to be said.
            asked = (*asked, f"{section.title}裡的「{term}」是指什麼？", f"依{section.title}，{term}怎麼定義？")
    else:
        bare = re.sub(r"^(?:an?|the)\s", "", term, flags=re.IGNORECASE)
        bare = bare if bare.isupper() else bare[:1].lower() + bare[1:]
        asked = (f'What does "{bare}" mean?', f'How is "{bare}" defined?', f'What is meant by "{bare}"?')
        statement = f'"{bare[:1].upper()}{bare[1:]}" means {what}'
    yield Candidate(
        section=section,
        origin="definition",
        ask="text",
        questions=asked,
        statement=statement,
        values=decisive(what, section.language, asked),
        quote=match.group(),
    )
