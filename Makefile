# Everything that a target needs, it installs by itself: Python packages into .venv, the page's tools into
# frontend/node_modules. A second run finds them there.

BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
NPM := PATH="$(CURDIR)/$(BIN):$$PATH" npm --prefix frontend --no-audit --no-fund
# Two processes: what one test waits for, another uses. A file's tests share what they have prepared.
SIDE_BY_SIDE := -n 2 --dist loadfile
SAY := printf '\n==> %s\n'

INSTALLED := .venv/.installed
INSTALLED_FOR_TESTS := .venv/.installed-for-tests
NODE_MODULES := frontend/node_modules/.package-lock.json
# What an installation depends on: the page is built with it (hatch_build.py).
SOURCES := pyproject.toml hatch_build.py constraints.txt \
           $(wildcard frontend/*.json frontend/*.html frontend/*.ts) \
           $(shell find frontend/src frontend/public -type f 2>/dev/null)

.DELETE_ON_ERROR:
.PHONY: help demo build test lint bench reliability format clean node

help:
	@echo 'make demo     analyse the built-in digits and open the page (ARGS=--no-browser: only serve it)'
	@echo 'make build    install lpntk into .venv and build its page'
	@echo 'make test     every check and test'
	@echo 'make lint     the checks without the tests'
	@echo 'make bench    measure the kernel against other ways to compute it'
	@echo 'make reliability  kill it, fill its disk, damage its files (ARGS="kills --kills 10")'
	@echo 'make format   format the code'
	@echo 'make clean    remove what was installed and built; data/ stays'

demo: $(INSTALLED)
	@$(SAY) 'Running lpntk demo'
	@$(BIN)/lpntk demo $(ARGS)

build: $(INSTALLED)

test: lint
	@$(SAY) 'Testing the page (vitest)'
	@$(NPM) run test
	@LPNTK_CHROMIUM="$$(scripts/find-chromium)" && export LPNTK_CHROMIUM && \
	    $(SAY) 'Testing everything else (pytest)' && $(BIN)/python -m pytest $(SIDE_BY_SIDE) $(ARGS)

lint: $(INSTALLED_FOR_TESTS) node $(NODE_MODULES)
	@$(SAY) 'Checking the Python code (ruff, mypy, import-linter)'
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(SAY) 'Checking the page (generated client, TypeScript, ESLint, Prettier)'
	@$(NPM) run check-client
	@$(NPM) exec -- tsc --noEmit -p frontend
	@$(NPM) run lint

bench: $(INSTALLED_FOR_TESTS)
	@$(BIN)/python tests/bench/run.py $(ARGS)

reliability: $(INSTALLED_FOR_TESTS)
	@$(BIN)/python -c 'import schemathesis' 2>/dev/null || $(PIP) install -c constraints.txt -e '.[reliability]'
	@$(BIN)/python tests/reliability/run.py $(ARGS)

format: $(INSTALLED_FOR_TESTS) node $(NODE_MODULES)
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .
	@$(NPM) run format

clean:
	rm -rf .venv dist frontend/node_modules backend/lpntk/api/static .mypy_cache .pytest_cache .ruff_cache \
	    .hypothesis .import_linter_cache

$(BIN)/pip:
	@python=$$(scripts/find-python) && $(SAY) "Creating .venv with $$($$python --version)" && \
	    $$python -m venv .venv

$(INSTALLED): $(SOURCES) | $(BIN)/pip
	@$(SAY) 'Installing lpntk and what it needs into .venv, and building its page'
	@$(PIP) install -c constraints.txt -e .
	@touch $@

$(INSTALLED_FOR_TESTS): $(SOURCES) | $(BIN)/pip
	@$(SAY) 'Installing lpntk and what its tests need into .venv, and building its page'
	@$(PIP) install -c constraints.txt -e '.[test]'
	@$(PIP) install -c constraints.txt -e '.[cluster,huggingface,timm,trainers,yolo]' || \
	    $(SAY) 'Not all optional packages can be had here: the tests that need them are skipped'
	@touch $@ $(INSTALLED)

node: | $(BIN)/pip
	@scripts/ensure-node

$(NODE_MODULES): frontend/package-lock.json | node
	@$(SAY) 'Installing what the page is built and tested with (npm ci)'
	@$(NPM) ci
