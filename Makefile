# `make build` and `make test` need only Python 3.11 or newer; both keep to their own virtual environment in .venv.
PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python
export NO_MKDOCS_2_WARNING := 1

.DEFAULT_GOAL := help
.PHONY: help build test check quality bench clients compile compiled lighthouse lock serve clean

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

build: $(VENV)/built ## build the data package and the site from seeds/
	$(RUN) build.py

test: $(VENV)/tested ## run every test (browser tests need Chromium)
	$(RUN) -m pytest

check: $(VENV)/built ## compare datapackage/ with what seeds/ yields
	$(RUN) build.py check

quality: $(VENV)/tested ## print precision and recall over the case suite
	$(RUN) -m tests.quality

clients: $(VENV)/clients $(VENV)/cff/done $(VENV)/builders/done ## load package and pages in the programs of others
	$(RUN) -m pytest -m clients

compile: $(VENV)/tested ## make extraction faster here: compile it (needs a C compiler; minutes)
	$(RUN) build.py compile

compiled: $(VENV)/tested ## hold compiled extraction against its source (needs a C compiler; minutes)
	$(RUN) -m pytest -m compiled

lighthouse: $(VENV)/tested ## score the served site with Lighthouse (needs Chromium and npm; minutes)
	$(RUN) -m pytest -m lighthouse -rP

bench: $(VENV)/tested ## measure the line, stage by stage, against the floor of its tools
	$(RUN) -m benchmarks.run

lock: $(VENV)/tested ## renew the lock files from pyproject.toml
	$(RUN) -m tests.lock

serve: build ## build, then serve the site on http://127.0.0.1:8000
	$(RUN) -m http.server --bind 127.0.0.1 --directory site 8000

clean: ## remove what the commands above made, but for datapackage/
	rm -rf $(VENV) .scratch site

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/built: requirements.txt | $(VENV)/bin/python
	$(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(VENV)/tested: requirements-test.txt $(VENV)/built
	$(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-test.txt
	@touch $@

$(VENV)/clients: requirements-clients.txt $(VENV)/tested
	$(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-clients.txt
	@touch $@

# cffconvert needs an older jsonschema than the rest: it has an environment to itself, where the tests look for it.
$(VENV)/cff/done: requirements-cffconvert.txt | $(VENV)/bin/python
	$(PYTHON) -m venv $(VENV)/cff
	$(VENV)/cff/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-cffconvert.txt
	@touch $@

# The theme's heirs bring a MkDocs of their own.
$(VENV)/builders/done: requirements-builders.txt | $(VENV)/bin/python
	$(PYTHON) -m venv $(VENV)/builders
	$(VENV)/builders/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-builders.txt
	@touch $@
