# `make run` to use Qiao, `make test` before you hand in a change, `make help` for the rest.
SHELL := /bin/sh
VENV := .venv
BIN := $(VENV)/bin
PIP := PIP_DISABLE_PIP_VERSION_CHECK=1 $(BIN)/pip install -qq --no-compile --require-hashes
PO := $(wildcard src/qiao/*/locale/*/LC_MESSAGES/*.po)
PYTEST := $(BIN)/pytest -p no:cacheprovider
# One more than there are processors: many tests wait for a server that starts or is killed. Handed out a few at a
# time: what takes longest begins first (conftest.py), and all of it would otherwise go to one of them.
SPREAD := -n $(shell expr $$(getconf _NPROCESSORS_ONLN) + 1) --maxschedchunk 8
# Packages without a database, and servers on a file of their own: nothing in them could differ on PostgreSQL.
NO_DATABASE := src/qiao/measure src/qiao/worktime src/qiao/eventlog tests/measure \
  tests/ops/test_serving.py tests/ops/test_packaging.py tests/rest/test_live.py tests/webhooks/test_killed.py \
  src/qiao/logimport/tests/test_killed.py src/qiao/ticketimport/tests/test_killed.py
.DEFAULT_GOAL := help
.PHONY: help run install dev fix check style types boundaries templates rules test test-sqlite test-postgresql test-journeys coverage messages lock bench screenshots states clean

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

run: install ## start Qiao; the first time with a sample organisation
	@exec $(BIN)/qiao run

install: $(VENV)/.run $(VENV)/.translations
dev: install $(VENV)/.dev node_modules/.made

$(VENV)/.made:
	@sh tools/venv.sh $(VENV)
	@touch $@

$(VENV)/.run: requirements/run.txt pyproject.toml | $(VENV)/.made
	@echo "Installing what Qiao needs (some 150 MB, a minute or two the first time) ..."
	@$(PIP) -r requirements/run.txt
	@$(BIN)/pip install -qq --disable-pip-version-check --no-deps --no-build-isolation --no-index --editable .
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.run
	@echo "Installing what the tests need ..."
	@$(PIP) -r requirements/dev.txt
	@touch $@

$(VENV)/.translations: $(PO) hatch_build.py | $(VENV)/.run
	@$(BIN)/python hatch_build.py
	@touch $@

node_modules/.made: package.json package-lock.json | $(VENV)/.run
	@sh tools/npm.sh ci --loglevel=error
	@touch $@

fix: dev ## format and repair what can be repaired by itself
	$(BIN)/ruff check --fix --quiet .
	$(BIN)/ruff format --quiet .
	$(BIN)/djade --target-version 5.2 $$(git ls-files '*.html')

check: style types boundaries templates rules ## everything that can be told without running Qiao

style: dev
	$(BIN)/ruff format --check --quiet .
	$(BIN)/ruff check --quiet .

types: dev
	$(BIN)/mypy

boundaries: dev
	$(BIN)/lint-imports --no-logo

templates: dev
	$(BIN)/djade --check --target-version 5.2 $$(git ls-files '*.html')
	$(BIN)/djlint --lint --quiet src

rules: dev
	$(PYTEST) -q tests/checks

test: check test-sqlite test-postgresql test-journeys ## all checks and the whole suite, as CI runs them

test-sqlite: dev ## the suite on SQLite
	@sh tools/pango.sh $(BIN)/python
	$(PYTEST) $(SPREAD) -m "not journey" --ignore tests/checks

test-postgresql: dev ## the suite on a real PostgreSQL
	@sh tools/pango.sh $(BIN)/python
	$(BIN)/python -m tools.postgresql $(PYTEST) $(SPREAD) -m "not journey" --ignore tests/checks $(NO_DATABASE:%=--ignore %)

test-journeys: dev ## a real browser against a real server
	@sh tools/browser.sh
	@sh tools/pango.sh $(BIN)/python
	$(PYTEST) -n 2 --dist loadfile -m journey tests

coverage: dev ## what the suite on SQLite runs through, line by line (a third slower)
	$(PYTEST) $(SPREAD) -m "not journey" --ignore tests/checks --cov --cov-report=
	@$(BIN)/coverage report --skip-covered --sort=miss | tail -n 25

messages: dev ## bring the translations up to date with the sources
	$(BIN)/python -m tools.messages

states: dev ## draw docs/states from the rules
	$(BIN)/python -m tools.states

lock: dev ## choose and pin the newest allowed versions
	@sh tools/lock.sh

bench: dev ## measure, and write docs/benchmarks.md
	$(BIN)/python -m benchmarks

screenshots: dev ## take the pictures of the README from a running sample
	@sh tools/browser.sh
	$(BIN)/python docs/screenshots.py

clean: ## remove everything that was made, except the data folder
	rm -rf $(VENV) node_modules dist build .mypy_cache .ruff_cache .import_linter_cache .hypothesis .coverage* htmlcov
	find src tests -name __pycache__ -prune -exec rm -rf {} +
	find src -name '*.mo' -delete
