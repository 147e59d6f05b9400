# Everything is made in this folder: .venv, node_modules, build, letgo/web/ui/static, var. Delete them to start again.
ifndef PYTHON
PYTHON = $(eval PYTHON := $(firstword $(foreach p,python3.11 python3.12 python3.13 python3,$(if $(shell $(p) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' 2>/dev/null && echo y),$(p)))))$(PYTHON)
endif
VENV ?= .venv
BIN := $(VENV)/bin
PIP = $(PYTHON) -m pip --disable-pip-version-check --python $(BIN)/python install --quiet --quiet
PORT ?= 8000
JOBS ?= 2
TESTS ?= tests

.PHONY: run setup demo words wheel test bench bench-full fuzz check clean
.DELETE_ON_ERROR:

# What runs; `setup` adds what tests.
run: $(VENV)/.ready letgo/web/ui/static/letgo/govuk.css

setup: run $(VENV)/.dev-ready

$(VENV)/.ready: requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "letgo needs Python 3.11, 3.12 or 3.13 (make setup PYTHON=...)" >&2; exit 2; }
	@echo "Setting up $(VENV)"
	@$(PYTHON) -m venv --without-pip $(VENV)
	@$(PIP) --no-compile --require-hashes -r requirements.lock
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev-ready: requirements-dev.lock $(VENV)/.ready
	@echo "Adding what the tests need"
	@$(PIP) --no-compile --require-hashes -r requirements-dev.lock
	@touch $@

node_modules/.ready: package-lock.json .npmrc scripts/node_modules.sh scripts/node.lock
	@echo "Installing the style sheet"
	@scripts/node_modules.sh $(PYTHON)
	@touch $@

letgo/web/ui/static/letgo/govuk.css: node_modules/.ready scripts/assets.py $(shell find letgo/web/ui/css -type f 2>/dev/null)
	@$(PYTHON) scripts/assets.py

# Programs and style sheet come side by side: neither needs the other.
demo:
	@$(MAKE) --no-print-directory -j2 run
	@$(BIN)/letgo serve --worker --migrate --town --port $(PORT)

words: run
	@$(BIN)/python scripts/words.py

wheel: run
	$(BIN)/python -m hatchling build --target wheel

check: setup
	$(BIN)/ruff check --quiet .
	$(BIN)/ruff format --check --quiet .
	$(BIN)/lint-imports
	$(BIN)/mypy

test: setup
	$(BIN)/pytest -n $(JOBS) $(if $(filter tests,$(TESTS)),--must-never) $(TESTS)

bench: setup
	$(BIN)/python -m bench

bench-full: setup
	$(BIN)/python -m bench --full

fuzz: setup
	HYPOTHESIS_PROFILE=fuzz $(BIN)/pytest -n $(JOBS) tests/engines

clean:
	rm -rf $(VENV) node_modules build dist letgo/web/ui/static
