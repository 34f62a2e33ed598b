# Two commands do all the set-up on a fresh machine: `make run` and `make test`.
#
#   make run                      install, index corpus/, serve on http://127.0.0.1:8000
#   make run CORPUS=/a/folder     the same, with your own documents as well
#   make test                     install what the tests need, check style and types, run them
#   make docs | docs-serve        the handbook into dist/docs | shown while one writes
#   make lint | bench | lock      the checks alone | speed and quality | pin what is installed now
#   make client                   the Python client's shapes, from the API's own description

PYTHON ?= python3
CORPUS ?=
DATA   ?= data
PORT   ?= 8000

BIN       := .venv/bin
INSTALLED := .venv/.installed
DEV       := .venv/.installed-dev
PIP       := $(BIN)/pip --disable-pip-version-check --quiet

.PHONY: run install test lint docs docs-serve check-system bench reliability hostile sbom audit client lock clean

run: install
	$(BIN)/python -m index.model --quiet
	$(BIN)/tracuu --data "$(DATA)" sync corpus/ke-hoach $(if $(CORPUS),"$(CORPUS)")
	$(BIN)/tracuu --data "$(DATA)" serve --port $(PORT)

install: $(INSTALLED)

# torch comes first and pinned: asked for later, by another package, it may arrive as a CUDA build of several GB.
$(INSTALLED): pyproject.toml constraints.txt
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(PIP) install --constraint constraints.txt torch
	$(PIP) install --constraint constraints.txt --editable .
	$(BIN)/python -m index.model
	touch $@

$(DEV): $(INSTALLED)
	$(PIP) install --constraint constraints.txt --editable ".[dev,servers]"
	touch $@

# What the tests need from the system: a browser, LibreOffice for old Word files, Tesseract's Vietnamese data for
# scans. Without them, and without the right to install them, the tests that need them are skipped, and say so.
check-system:
	@missing=""; \
	command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || missing="$$missing chromium"; \
	command -v soffice >/dev/null || missing="$$missing libreoffice-writer libreoffice-calc"; \
	ls /usr/share/tesseract-ocr/*/tessdata/vie.traineddata >/dev/null 2>&1 || missing="$$missing tesseract-ocr-vie"; \
	if [ -z "$$missing" ]; then exit 0; fi; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing >/dev/null; \
	else echo "Not here, and not to be installed without root:$$missing. The tests that need them will be skipped."; fi

test: $(DEV) check-system lint
	$(BIN)/python -m pytest

lint: $(DEV)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/bandit --quiet --configfile pyproject.toml --recursive ingest index service web

# The handbook in both languages, with nothing loaded from elsewhere; the tests build it the same way.
docs: $(DEV)
	NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --strict -f docs/site/mkdocs.yml

docs-serve: $(DEV)
	NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs serve -f docs/site/mkdocs.yml

# What is installed, as CycloneDX JSON; needs no network.
sbom: $(DEV)
	mkdir -p dist
	$(BIN)/cyclonedx-py environment --pyproject pyproject.toml --output-format JSON --output-file dist/sbom.cdx.json $(BIN)/python

# Known vulnerabilities of what is installed. Needs the network; what could not be looked up fails, it does not pass.
audit: sbom
	$(BIN)/pip-audit --strict --skip-editable --requirement constraints.txt --no-deps --progress-spinner off || \
		{ echo "NOT AUDITED, or with known vulnerabilities: see above. Without a way to the list of known vulnerabilities nothing was looked up."; exit 1; }

# BENCH=--short is the form for a build server; BENCH="encoding load" takes these parts alone.
bench: $(DEV)
	$(PIP) install --constraint constraints.txt --editable ".[bench,servers]"
	$(BIN)/python -m benchmarks $(BENCH)

# Crashes and faults by the hundred, some 15 minutes; each outcome is added to docs/reliability.jsonl, the table made of it.
reliability: $(DEV)
	$(BIN)/python -m tests.reliability --kills 200 --every 5 --results docs/reliability.jsonl $(RELIABILITY)
	$(BIN)/python -m tests.reliability --results docs/reliability.jsonl --write docs/reliability.md

# Hostile input by the thousand, some 20 minutes; the outcome is added to docs/reliability.jsonl, the table made of it.
hostile: $(DEV)
	$(BIN)/python -m tests.hostile --results docs/reliability.jsonl $(HOSTILE)
	$(BIN)/python -m tests.reliability --results docs/reliability.jsonl --write docs/reliability.md

# The shapes and operations of the Python client, from what the API says of itself; a test fails if they are stale.
client: $(DEV)
	$(BIN)/python -m service.client.generate

lock:
	$(BIN)/pip freeze --exclude-editable | sed 's/+cpu$$//' > constraints.txt

clean:
	rm -rf .venv data .mypy_cache .ruff_cache .pytest_cache
