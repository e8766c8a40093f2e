# Every command that a person types. `make` alone lists them.
#
#   PORT        the web page's port; the live pages and the stand-ins take the next ones
#   RIFADA_VAR  where everything that runs writes: database, documents, keys, logs

PORT ?= 8000
RIFADA_VAR ?= var
export PORT RIFADA_VAR

BOOT   := $(shell command -v python3.11 || command -v python3)
PYTHON := .venv/bin/python
MANAGE := $(PYTHON) manage.py

.DEFAULT_GOAL := help
.PHONY: help base dev demo stop test journey check format bench shell migrate messages build requirements clean

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' Makefile

demo: base ## run everything with a sample season: make demo PORT=8123 RIFADA_VAR=/some/where
	@exec $(PYTHON) -m tools.demo

stop: base ## end what a killed demo left running
	@exec $(PYTHON) -m tools.demo stop

test: dev ## run every check and every test, as CI does
	@exec $(PYTHON) -m tools.test

check: dev ## format, lint, types, imports, templates, styles, catalogues, migrations
	@exec $(PYTHON) -m tools.check

format: dev ## put Python files and templates into their shape
	@$(PYTHON) -m ruff check --quiet --fix-only . ; $(PYTHON) -m ruff format .

journey: base ## the whole thread without the web: make journey APPLICANTS=FILE.xlsx OUT=DIR
	@exec $(PYTHON) -m tools.journey "$(APPLICANTS)" "$(OUT)"

bench: dev ## measure every promise of speed against its floor or its peer
	@exec $(PYTHON) -m tools.bench

shell: base ## a Python shell with every model
	@exec $(MANAGE) shell

migrate: base ## bring the database to the newest shape
	@exec $(MANAGE) migrate

messages: dev ## collect the texts to translate and compile the catalogues
	@exec $(PYTHON) -m tools.catalogues

build: base ## build the pages' scripts and styles

requirements: dev ## write the hash-pinned lists anew from pyproject.toml
	@exec $(PYTHON) -m tools.requirements

clean: ## remove all that can be made again; the data in RIFADA_VAR stay
	@rm -rf .venv node_modules frontend/dist .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	@find . -name __pycache__ -prune -exec rm -rf {} + ; find locale -name '*.mo' -delete

base dev:
	@$(BOOT) -c 'import sys; sys.exit("Rifada needs Python 3.11 or newer." if sys.version_info < (3, 11) else 0)'
	@$(BOOT) -B tools/provision.py $@
