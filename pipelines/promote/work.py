"""The order of work of `promote`."""

import hashlib
import json

from eval.evidence import Evidence
from eval.gate import Floors, decide, floors_pass
from eval.table import difference_lines, final_table
from pipelines.answering.champion import Champion
from pipelines.promote.config import Config
from pipelines.promote.gather import gather
from pipelines.promote.registry import ADAPTER_HASH, EVIDENCE, Settings, crown, current_champion, register
from pipelines.promote.words import in_words, next_command
from pipelines.records import Decision, write_json
from pipelines.records.answer import IN_PROCESS
from pipelines.records.decision import EXIT_CODES
from pipelines.runtime.errors import UserError
from pipelines.runtime.files import replacing_file
from pipelines.runtime.folders import Folders
from pipelines.runtime.progress import console
from pipelines.runtime.stage import Outcome
from pipelines.runtime.tracking import Store, comparison_link, latest_run, open_store


def judge(config: Config, folders: Folders) -> Outcome:
    """Decides on the candidate, registers it if it passes the floors, and crowns it if it passes the gate.

    Args:
        config: The rules, and what the answers were written with.
        folders: The data folders.

    Returns:
        The verdict with its exit code.

    Raises:
        UserError: There is no candidate, the configuration is not the one it was judged under, the tracking store
            cannot be used, or the champion changed meanwhile.
    """
    store = open_store(config.tracking, folders)
    champion = current_champion(store, config.tracking.experiment, folders)
    evidence = gather(folders, champion.adapter_hash if champion else None)
    _same_model(evidence, config)
    _same_engine(evidence, config)
    decision = decide(evidence, _floors(config), champion_margin=config.promote.champion_margin)
    version = _register(store, decision, config, folders)
    with replacing_file(folders.tracking / "decision.json") as new:
        write_json(new, decision)
    if decision.verdict == "promoted" and version is not None:
        name = config.tracking.experiment
        crowned = Champion(name=name, version=version, adapter_hash=decision.candidate, tracking_uri=store.uri)
        crown(store, folders, crowned, expected=champion.version if champion else None)
    _show(evidence, decision, store)
    return _outcome(decision, version, evidence, config, folders)


def _register(store: Store, decision: Decision, config: Config, folders: Folders) -> int | None:
    if not floors_pass(decision.rules):
        return None
    settings = Settings(model=config.model, retrieval=config.retrieval, answer=config.answer)
    evidence = hashlib.sha256(json.dumps(decision.evidence, sort_keys=True).encode()).hexdigest()
    marks = {ADAPTER_HASH: decision.candidate, EVIDENCE: evidence}
    return register(store, config.tracking.experiment, settings, folders, marks=marks)


def _floors(config: Config) -> Floors:
    return Floors(
        grounded=config.promote.grounded,
        citation_precision=config.promote.citation_precision,
        refusal_f1=config.promote.refusal_f1,
        answered_deviation=config.promote.answered_deviation,
    )


def _same_model(evidence: Evidence, config: Config) -> None:
    found = {answer.model for answer in evidence.answers.get("candidate", ())}
    if found and found != {config.model.name}:
        raise UserError(
            "the candidate was judged on another base model than the configured one",
            details=[f"judged: {', '.join(sorted(found))}, configured: {config.model.name}"],
            hint=f"run `python -m pipelines.promote model={min(found)}`",
        )


def _same_engine(evidence: Evidence, config: Config) -> None:
    # What is served is what was judged: the settings that are registered say where the champion answers.
    found = {answer.engine for answer in evidence.answers.get("candidate", ()) if answer.engine}
    if found and any((engine != IN_PROCESS) != bool(config.answer.engine.url) for engine in found):
        configured = (
            f"an engine at {config.answer.engine.url}" if config.answer.engine.url else "a model in this process"
        )
        raise UserError(
            "the candidate was judged on another engine than the configured one",
            details=[f"judged: {', '.join(sorted(found))}, configured: {configured}"],
            hint="run it with the `answer` settings that the answers were written with, or answer again",
        )


def _show(evidence: Evidence, decision: Decision, store: Store) -> None:
    compared = [one for one in evidence.summaries if one.arm in evidence.answers]
    if compared and evidence.questions:
        console.print(final_table(compared, evidence.questions))
        for line in difference_lines(compared, evidence.scores, evidence.questions):
            console.print(line)
    for line in in_words(decision):
        console.print(line)
    run_id = latest_run(store, {"arm": "candidate", ADAPTER_HASH: decision.candidate})
    if run_id:
        store.client.set_tag(run_id, "verdict", decision.verdict)
    link = comparison_link(store, run_id, latest_run(store, {"arm": decision.best_baseline or "base"}))
    # An address that is wrapped or cut cannot be followed.
    console.print(f"question by question, after `make ui`: {link}", soft_wrap=True)


def _outcome(decision: Decision, version: int | None, evidence: Evidence, config: Config, folders: Folders) -> Outcome:
    name = config.tracking.experiment
    notes = [] if version is None else [f"registered as version {version} of `{name}`, alias challenger"]
    if decision.verdict == "promoted":
        notes.append(f"alias champion of `{name}` is on version {version}")
    return Outcome(
        read={
            "held-out questions": len(evidence.questions),
            "answers": sum(len(answers) for answers in evidence.answers.values()),
            "scores": len(evidence.scores),
        },
        where=[folders.tracking / "decision.json"],
        notes=notes,
        next_command=next_command(decision),
        exit_code=EXIT_CODES[decision.verdict],
    )
