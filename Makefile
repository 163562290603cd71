# `make` lists the targets. Every tool is taken from .venv, which `make setup` fills from the lock files.
export PATH := $(CURDIR)/.venv/bin:$(PATH)
export DO_NOT_TRACK := 1
export DVC_NO_ANALYTICS := 1
export MLFLOW_DISABLE_TELEMETRY := true
export PYTHONUTF8 := 1

PYTHON ?= python3.11
INSTALLED := .venv/.installed

.DEFAULT_GOAL := help
.PHONY: help setup demo repro refresh test test-slow evaluate benchmark ask ui check sample lock

help:  ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## /\1|/p' $(MAKEFILE_LIST) | while IFS='|' read -r name what; do \
		printf '  make %-10s %s\n' "$$name" "$$what"; done

setup: $(INSTALLED)  ## install what the lock files name into .venv

# Once a change of a lock file. torch is a step of its own, since CPU and CUDA machines need different builds. Byte code
# is left to the first import, since most of what is installed is never imported.
$(INSTALLED): requirements.lock torch.lock
	$(PYTHON) -m venv .venv
	python -m pip install --quiet --disable-pip-version-check --no-compile --no-deps --require-hashes \
		-r requirements.lock
	python -m pip install --quiet --disable-pip-version-check --no-compile -r torch.lock
	touch $@

demo: repro  ## documents to verdict on the sample company, then three questions
	@# Any verdict (0, 10 to 13) is an end of the demo; a mistake or a crash is not.
	python -m pipelines.promote || [ $$? -ge 10 ]
	@# One in Chinese whose clause is held out, one in English, and one that no document answers.
	python -m pipelines.ask question="$$(printf '%s\n' 出貨異常多久內要通報？ \
		"How do I cancel an equipment lease?" 公司的股票代號是多少？)"
	@python -m pipelines.runtime.times

repro: setup unlock  ## run the stages that are out of date: ingest, index, dataset, train, answer, score
	dvc repro score

refresh: setup unlock  ## read the documents that changed and index them, so that `ask` knows; trains nothing
	dvc repro index

.PHONY: unlock
unlock:
	@# A killed run can leave DVC's lock file empty, and then no later run would start.
	@find .dvc -path '*/tmp/rwlock' -size 0 -delete

test: setup  ## the tests, without slow ones, a process a core
	pytest -n auto --dist loadscope

test-slow: setup  ## the slow tests: whole stages, models, kills
	pytest -m "slow and not gpu"

evaluate: setup unlock  ## as `repro`, and the diagnoses of base and candidate, scored in data/evaluation
	dvc repro

# Hours on two cores. CORPORA names a folder with drcd, handbook_18f and tw_law; OUT and MORE (settings) may be given.
OUT ?= data/benchmark
benchmark: setup  ## the whole line over four document sets, against its aims: make benchmark CORPORA=PATH
	python -m benchmarks.quality --corpora "$(CORPORA)" --data "$(OUT)" $(MORE)

# What make passes on through the environment it has expanded; `value` keeps a `$$` in the question as it was typed.
ask: export QUESTION = $(value Q)
ask: setup  ## answer one question: make ask Q="出貨異常多久內要通報？"
	@python -m pipelines.ask question="$$QUESTION"

ui: setup  ## look at runs, answers and models in the browser
	mlflow ui --backend-store-uri sqlite:///data/tracking/mlflow.db --host 127.0.0.1 --port 5000

check: setup  ## lint, format, types and the layers
	ruff check .
	ruff format --check .
	mypy
	lint-imports

sample: setup  ## rebuild the sample company's documents from their sources
	python data/sample_sources/build.py

lock:  ## pin the newest versions that go together (needs uv)
	uv pip compile pyproject.toml --extra dev --extra models --extra stores --generate-hashes \
		--no-emit-package torch --no-emit-index-url --no-emit-find-links --no-annotate --python-version 3.11 \
		--python-platform linux --upgrade -o requirements.lock
