# Everything runs in .venv, which is made on first use: only Python >= 3.11 and make are needed.

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check
TYPESCRIPT := 5.9.3

.PHONY: run test lint format bench docs reference pictures gallery clean

run: .venv/.run  ## build output/classic.xlsx and output/classic.ods
	$(BIN)/bpsheet build

test: .venv/.test  ## run the tests on all processors
	$(BIN)/python -m pytest --numprocesses=auto

lint: .venv/.test  ## check style and types
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	@if command -v npx >/dev/null || test -n "$(BPSHEET_FORBID_SKIPS)"; then \
		npx --yes --package=typescript@$(TYPESCRIPT) tsc --project bpsheet/pages/program; \
	else \
		echo "the types of a page's program are not checked: npx, of Node.js, is not installed"; \
	fi

format: .venv/.test  ## put the style right
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

bench: .venv/.test  ## measure speed and memory, written to docs/benchmarks.md
	$(BIN)/python -m tests.benchmarks

docs: .venv/.docs  ## build the handbook, build/handbook/index.html
	$(BIN)/sphinx-build --quiet --fail-on-warning --keep-going docs build/handbook

reference: .venv/.test  ## write docs/reference again from the code
	$(BIN)/python -m docs.generators

pictures: .venv/.test .venv/.docs  ## render all pictures (needs LibreOffice, Poppler and Chromium)
	$(BIN)/python -m docs.pictures
	$(BIN)/python -m docs.gallery_pictures

gallery: .venv/.run  ## write build/gallery: workbooks and pages of all worked examples, to download
	$(BIN)/python -m docs.download

clean:  ## remove all that was made here, but not output/
	rm -rf .venv .hypothesis .mypy_cache .pytest_cache .ruff_cache build dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/.run: pyproject.toml | .venv
	$(PIP) install --editable .
	touch $@

.venv/.test: pyproject.toml | .venv
	$(PIP) install --editable '.[test]'
	touch $@ .venv/.run

.venv/.docs: pyproject.toml | .venv
	$(PIP) install --editable '.[docs]'
	touch $@ .venv/.run

.venv:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "bpsheet needs Python 3.11 or newer: make PYTHON=/path/to/python3")'
	$(PYTHON) -m venv .venv
