# `make run` does the main job on a fresh machine, `make test` passes every check; both set up first.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
SETUP := $(VENV)/.installed
COMPILE := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header

.DEFAULT_GOAL := help
.PHONY: help run serve test setup lock bench clean

help:  ## What can be made
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## +/  make \1\t/' | expand -t 16

run: setup  ## Makes the demonstration county, imports it and writes its report
	$(VENV)/bin/jianfu demo

serve: setup  ## Opens the workspace with the demonstration county on http://127.0.0.1:8000
	$(VENV)/bin/jianfu serve --demo demo

test: setup  ## Runs every check
	.ci/check

setup: $(SETUP)  ## Makes the virtual environment from the hashed lock

$(SETUP): requirements-dev.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(VENV)/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	$(VENV)/bin/pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps -e .
	touch $@

lock:  ## Makes the hashed locks anew (needs uv)
	$(COMPILE) pyproject.toml -o requirements.lock
	$(COMPILE) --group dev pyproject.toml -o requirements-dev.lock

bench: setup  ## Measures import and report (minutes; see bench/README.md)
	$(VENV)/bin/python -m bench.import_register
	$(VENV)/bin/python -m bench.report

clean:  ## Removes what was made
	rm -rf $(VENV) build dist demo
