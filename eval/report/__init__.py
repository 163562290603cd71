"""The report of an evaluation, for people who were not there."""

from eval.report.page import report

__all__ = ["report"]
