"""Judges: models that score answers, and the licence that one needs before its scores count.

A judge is handed in as a function. Nothing here contacts anything.
"""

from eval.judges.dialogue import Dialogue, Judge, Prompt, Said, Unsaid
from eval.judges.licence import Licence
from eval.judges.metrics import JUDGED
from eval.judges.scoring import Judged, judge_arms

__all__ = ["JUDGED", "Dialogue", "Judge", "Judged", "Licence", "Prompt", "Said", "Unsaid", "judge_arms"]
