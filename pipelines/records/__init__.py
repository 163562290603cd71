"""The frozen records that travel down the corridor, one small module each."""

from pipelines.records.account import Account
from pipelines.records.adapter_card import AdapterCard
from pipelines.records.answer import Answer
from pipelines.records.decision import Decision, Rule
from pipelines.records.example import Example
from pipelines.records.files import read_json, read_records, write_json, write_records
from pipelines.records.quarantined import Quarantined
from pipelines.records.question import Question
from pipelines.records.review import Review
from pipelines.records.score import Score
from pipelines.records.section import Section
from pipelines.records.source import Source
from pipelines.records.summary import Summary

__all__ = [
    "Account",
    "AdapterCard",
    "Answer",
    "Decision",
    "Example",
    "Quarantined",
    "Question",
    "Review",
    "Rule",
    "Score",
    "Section",
    "Source",
    "Summary",
    "read_json",
    "read_records",
    "write_json",
    "write_records",
]
