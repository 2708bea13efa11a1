# `make run` does the main job on a fresh machine, `make test` passes every check; both set up first.
PYTHON ?= python3
VENV := .venv
SETUP := $(VENV)/.installed

.PHONY: run test setup lock clean

run: setup
	$(VENV)/bin/jianfu demo

test: setup
	.ci/check

setup: $(SETUP)

$(SETUP): requirements-dev.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(VENV)/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	$(VENV)/bin/pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps -e .
	touch $@

lock:  ## Makes the hashed locks anew; needs uv.
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header pyproject.toml -o requirements.lock
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --group dev pyproject.toml -o requirements-dev.lock

clean:
	rm -rf $(VENV) build dist demo
