"""Decides whether the candidate may become the champion, and moves the champion's alias if it may.

  python -m pipelines.promote

Exit codes: 0 promoted, 10 rejected, 11 cannot tell, 12 not comparable, 13 not measured; 2 is a mistake of the user's
and 1 a crash. Anything but 0 leaves the champion where it is.
"""

from pathlib import Path

from pipelines.promote.config import Config
from pipelines.runtime.folders import Folders
from pipelines.runtime.stage import Outcome, main


def work(config: Config) -> Outcome:
    """Judges the candidate.

    Args:
        config: The rules, and what the answers were written with.

    Returns:
        The verdict with its exit code.
    """
    from pipelines.promote.work import judge

    return judge(config, Folders(Path(config.data_dir)))


if __name__ == "__main__":
    main("promote", Config, work, __doc__)
