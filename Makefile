# Everything a newcomer needs: `make run`, `make test`. Each target installs what it needs first.
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3; do \
  command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(not (3,11) <= sys.version_info < (3,14))' 2>/dev/null && echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin
export DO_NOT_TRACK := 1
export DAGSTER_TELEMETRY_ENABLED := false
export PYTHONWARNINGS := ignore::SyntaxWarning

.PHONY: run demo-api test conformance dev bench bench-identity lint format docs lock clean help

help:
	@echo "make run    the daily job on the made-up sample company; ends with the paths of the reports"
	@echo "make demo-api  the same over APIs: simulated systems are pulled from, each with its certificate"
	@echo "make test   lint walls, types and all tests"
	@echo "make conformance  each fault alone against each system with 25,000 leads; takes long"
	@echo "make dev    Dagster's UI with schedules and sensors on http://localhost:3000"
	@echo "make bench  speed and memory as ratios against a plain scan of the same files"
	@echo "make bench-identity  quality and cost of matching against exact keys and Splink"
	@echo "make lint   ruff, mypy, import-linter"
	@echo "make docs   data dictionary and dbt docs, readable offline"
	@echo "make lock   resolve the lock files anew"

$(VENV)/.python:
	@if [ -z "$(PYTHON)" ]; then echo "Leadmill needs Python 3.11, 3.12 or 3.13. Install one, or name it: make run PYTHON=/path/to/python3.12"; exit 1; fi
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.installed: $(VENV)/.python requirements.lock pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-dev.lock
	@touch $@

run: $(VENV)/.installed
	$(BIN)/leadmill demo

demo-api: $(VENV)/.installed
	$(BIN)/leadmill demo-api

test: $(VENV)/.installed-dev lint
	$(BIN)/python -m pytest -n 2

# One system: make conformance SYSTEM=hubspot
conformance: $(VENV)/.installed-dev
	$(BIN)/python -m pytest -n 2 -rP -k "$(SYSTEM)" tests/conformance/each_fault_at_size.py

dev: $(VENV)/.installed
	$(BIN)/leadmill dev

bench: $(VENV)/.installed-dev
	$(BIN)/python -m tests.bench
	$(BIN)/python -m tests.bench.pulls

bench-identity: $(VENV)/.installed-dev
	$(BIN)/python -m tests.bench.identity

lint: $(VENV)/.installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.installed-dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

docs: $(VENV)/.installed
	$(BIN)/leadmill docs

lock: $(VENV)/.installed-dev
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 pyproject.toml -o requirements.lock --custom-compile-command "make lock"
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --extra dev -c requirements.lock pyproject.toml -o requirements-dev.lock --custom-compile-command "make lock"

clean:
	rm -rf $(VENV) leadmill_data dbt_project/target
