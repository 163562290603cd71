"""Makes training examples and held-out questions from sections; a teacher, where one is configured, adds to them.

  python -m pipelines.dataset dataset.examples=800
  python -m pipelines.dataset export=messages

Every label is proven against its sources: a value that the golden section does not hold is no answer, a section that
could answer as well is no distractor, and a question without an answer is checked against every section in force.
A teacher's questions are proven likewise, and each of its replies is kept, so that a call is paid once.
The card says what was made, with its lengths in tokens of the configured model; the model changes nothing else.
"""

from pathlib import Path

from pipelines.dataset.config import Config
from pipelines.runtime.files import verify
from pipelines.runtime.folders import Folders
from pipelines.runtime.stage import Outcome, main


def work(config: Config) -> Outcome:
    """Reads sections, makes the dataset and writes it with its card; or exports the one that is there."""
    # Imported here, so that `--help` need not wait for the libraries behind it.
    from pipelines.dataset.build import build
    from pipelines.dataset.exports import export
    from pipelines.dataset.output import write
    from pipelines.dataset.teacher.teacher import forget_gone, notes_on, reasons_of, teacher_of
    from pipelines.models.embed import load_embedder
    from pipelines.records import Section, read_records
    from pipelines.retrieval.storage import read_index

    if config.export:
        return export(config, config.export)
    folders = Folders(Path(config.data_dir))
    inputs = {"sections": verify(folders.interim), "index": verify(folders.index)}
    teacher = teacher_of(config, folders.replies)
    sections = read_records(folders.interim / "sections.jsonl", Section)
    forget_gone(sections, folders.replies)
    embedder = load_embedder(config.retrieval.embedder, folders.models) if config.retrieval.embedder else None
    index = read_index(folders.index, sections, config.retrieval, embedder)
    dataset = build(sections, config, index, teacher.teach if teacher else None)
    notes = write(dataset, sections, config, inputs)
    return Outcome(
        read={"sections": len(sections)},
        made={"training examples": len(dataset.train), "validation examples": len(dataset.validation)}
        | {"held-out questions": len(dataset.held_out)},
        dropped={**dataset.rejected, **reasons_of(dataset.teacher)},
        notes=[*notes_on(teacher, dataset.teacher), *notes],
        where=[folders.processed, folders.processed / "card.md"],
        next_command="python -m pipelines.train",
    )


if __name__ == "__main__":
    main("dataset", Config, work, __doc__)
