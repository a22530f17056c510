# Everything a developer or a builder types. `make` alone says what there is.
SHELL := /bin/sh
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
EXTRAS := --extra postgres --extra valkey --extra mail
FIRST := uv|hatchling|packaging|pathspec|pluggy|tomlkit|trove-classifiers
LOCK := $(BIN)/uv pip compile --quiet --universal --fork-strategy=fewest --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-header --no-annotate $(UPGRADE) pyproject.toml $(EXTRAS)
DENO := --quiet --no-remote --no-lock --config

export DENO_DIR := $(CURDIR)/.tools/deno
export DENO_NO_UPDATE_CHECK := 1
# Trust whom the machine trusts, as pip does.
export UV_SYSTEM_CERTS := true
export DENO_TLS_CA_STORE := system
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# Compiled once, also where the machine would rather not keep it: tests start a hundred servers.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: help run venv test check lint imports unused client types format bench soak autobahn coverage lock clean
.DEFAULT_GOAL := help

help: ## say what can be made
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

run: $(VENV)/.runtime ## start Sohva on this machine with a small made-up community (ARGS=--empty: without)
	$(BIN)/python -m server.cli try-out $(ARGS)

venv: $(VENV)/.dev ## make the development environment in .venv

test: $(VENV)/.dev ## run every test against real databases and a real browser (ARGS=tests/rooms: some)
	@$(BIN)/python -m tests.harness.chromium
	NO_COLOR=1 $(BIN)/deno test $(DENO) tests/client/deno.json --no-prompt --allow-read=. --allow-net tests/client
	$(if $(ARGS),$(BIN)/pytest $(ARGS),$(BIN)/python -m tests.harness.side_by_side)

check: lint imports unused client types ## lint, types, imports, dependencies, formatting; changes nothing (-k: go on after a complaint)

lint: $(VENV)/.dev
	$(BIN)/ruff check --quiet
	$(BIN)/ruff format --quiet --check

imports: $(VENV)/.dev
	$(BIN)/lint-imports --no-logo

unused: $(VENV)/.dev
	$(BIN)/deptry . --no-ansi

client: $(VENV)/.dev
	$(BIN)/biome ci --colors=off
	$(BIN)/deno check $(DENO) client_web/deno.json client_web
	$(BIN)/deno check $(DENO) tests/client/deno.json tests/client

types: $(VENV)/.dev
	$(BIN)/mypy

format: $(VENV)/.dev ## put code into the form that `make check` wants
	$(BIN)/ruff check --quiet --fix
	$(BIN)/ruff format --quiet
	$(BIN)/biome check --write

bench: $(VENV)/.dev ## measure speed against peers in the same run
	$(BIN)/python -m bench $(ARGS)

soak: $(VENV)/.dev ## the long runs of what must survive: minutes to hours
	LONG=1 $(BIN)/pytest --timeout=0 $(or $(ARGS),tests/faults)

autobahn: $(VENV)/.dev ## the public cases of the socket protocol, from then on in every test run (needs a Python 2.7: PYTHON2=…)
	$(BIN)/python -m tests.harness.autobahn
	$(BIN)/pytest -rP tests/faults/test_autobahn.py

coverage: $(VENV)/.dev ## which lines no test reaches
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest $(ARGS)
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

lock: $(VENV)/.dev ## write the locked versions anew (UPGRADE=--upgrade: the newest)
	$(LOCK) --output-file requirements.txt
	$(LOCK) --extra semantic --constraint requirements.txt --output-file requirements-semantic.txt
	$(LOCK) --extra semantic --extra dev --constraint requirements-semantic.txt --output-file requirements-dev.txt

clean: ## remove what was made here, but no data
	rm -rf $(VENV) .tools .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage .coverage.*

# The environment: pip brings uv and what builds a package, uv brings the rest in seconds;
# where uv finds no way to the packages, pip does it all.
$(VENV)/.made: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Sohva needs Python 3.11 or newer: make PYTHON=…")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@awk '/^($(FIRST))==/ {on = 1} on {print} !/\\$$/ {on = 0}' requirements-dev.txt > $(VENV)/first.txt
	$(BIN)/python -m pip install --quiet --require-hashes --requirement $(VENV)/first.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

define install
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes --requirement $(1) || \
	$(BIN)/python -m pip install --quiet --require-hashes --requirement $(1)
	@touch $@
endef

$(VENV)/.runtime: requirements.txt | $(VENV)/.made
	$(call install,requirements.txt)

$(VENV)/.dev: requirements-dev.txt | $(VENV)/.made
	$(call install,requirements-dev.txt)
