"""Reads a folder of documents and writes their sections.

Word, PDF, Excel, CSV, Markdown, HTML, text and LINE exports become sections under the numbers they print. What cannot
be read goes to quarantine with its reason, and the rest goes on. `inspect=FILE` prints what a reader sees in one file.
"""

from collections import Counter
from pathlib import Path

from pipelines.ingest.config import Config
from pipelines.ingest.inspect import show
from pipelines.ingest.stage import Ingested, ingest, lost_table
from pipelines.records import write_records
from pipelines.runtime.files import replacing_folder
from pipelines.runtime.folders import Folders
from pipelines.runtime.progress import warn
from pipelines.runtime.stage import Outcome, main

MISTAKE = 2


def work(config: Config) -> Outcome:
    """Ingests the corpus, or shows one file."""
    if config.inspect:
        show(Path(config.inspect), config)
    result = ingest(config.corpus)
    target = Folders(Path(config.data_dir)).interim
    with replacing_folder(target, inputs=result.hashes) as folder:
        write_records(folder / "sections.jsonl", result.sections)
        write_records(folder / "quarantine.jsonl", result.quarantined)
    return outcome(result, config, target)


def outcome(result: Ingested, config: Config, target: Path) -> Outcome:
    """Sums up what became of the corpus, and warns of what could not be read."""
    lost, files = len(result.lost_files), len(result.hashes)
    if result.quarantined:
        parts = len(result.quarantined) - lost
        others = f" and {parts} {'part' if parts == 1 else 'parts'} of others" if parts else ""
        what = f"{lost} of {files} documents{others}"
        hint = f"reasons and hashes are in {target / 'quarantine.jsonl'}"
        warn(f"{what} could not be read; the other {files - lost} went on", lost_table(result.quarantined), hint)
    too_many = lost > config.corpus.quarantine_limit * files
    kinds = Counter(section.kind for section in result.sections)
    return Outcome(
        read={f"documents of {config.corpus.name}": files},
        made={"sections": len(result.sections), **{f"of them {kind}": kinds[kind] for kind in sorted(kinds)}},
        dropped={"documents in quarantine": lost} if lost else {},
        where=[target / "sections.jsonl", target / "quarantine.jsonl"],
        notes=["more documents are in quarantine than `corpus.quarantine_limit` allows"] if too_many else [],
        next_command="python -m pipelines.dataset",
        exit_code=MISTAKE if too_many else 0,
    )


if __name__ == "__main__":
    main("ingest", Config, work, __doc__)
