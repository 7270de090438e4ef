# make demo   decks of samples/ -> output/, from a bare machine with python3 (3.11 or later) and make
# make test   everything that CI runs
# make bench  quality, speed, growth and other tools, measured into docs/bench.md (PARTS="speed peers": only these)
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
JOBS   ?= 2
PIP    := $(BIN)/python -m pip --disable-pip-version-check -q install -c constraints.txt
LOCKED := pyproject.toml constraints.txt

.DELETE_ON_ERROR:
.PHONY: help demo test bench lint types unit format clean

help:
	@sed -n 's/^# //p' Makefile

demo: $(VENV)/.installed $(VENV)/.system
	@$(BIN)/deckline run samples/decks -o output || { status=$$?; [ $$status -eq 3 ] && $(BIN)/deckline doctor >&2; }

test: lint types unit

bench: $(VENV)/.installed-dev $(VENV)/.system
	@$(BIN)/python -m tests.bench.run $(PARTS)

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.installed-dev
	$(BIN)/mypy

unit: $(VENV)/.installed-dev $(VENV)/.system build/axe/axe.min.js
	$(BIN)/pytest -q -n $(JOBS)

format: $(VENV)/.installed-dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean:
	rm -rf $(VENV) output/* build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(BIN)/python:
	@sh .ci/system.sh venv $(PYTHON)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or later is needed: make PYTHON=python3.12 ..."; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: $(LOCKED) | $(BIN)/python
	@echo "installing the locked packages into $(VENV)"
	@$(PIP) -e .
	@touch $@

$(VENV)/.installed-dev: $(LOCKED) | $(BIN)/python
	@echo "installing the locked packages and tools into $(VENV)"
	@$(PIP) -e '.[dev,parquet,check,rescue,cluster]'
	@touch $@ $(VENV)/.installed

$(VENV)/.system: .ci/system.sh | $(BIN)/python
	@sh .ci/system.sh reading
	@touch $@

build/axe/axe.min.js: .ci/system.sh
	@sh .ci/system.sh browser build/axe
	@test ! -f $@ || touch $@
