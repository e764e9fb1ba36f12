# `make demo` and `make test` set up all they need: Python 3.11 or later, make and pip are enough.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: demo test lint bench docs browser clean

demo: $(STAMP)
	$(BIN)/onrecord demo

test: $(STAMP) browser
	$(BIN)/python -m pytest

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/mypy

bench: $(STAMP)
	for each in bench/*.py; do $(BIN)/python $$each || exit 1; done

docs: $(STAMP)
	$(BIN)/python docs/make.py

# The page tests drive Debian's Chromium. Where it cannot be installed they are skipped, and say so.
browser:
	@command -v chromium >/dev/null 2>&1 || [ -n "$$ONRECORD_CHROMIUM" ] || \
	{ [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 && \
	  { apt-get install -y -qq chromium || { apt-get update -qq && apt-get install -y -qq chromium; }; } >/dev/null 2>&1; } || \
	echo "no Chromium here: the page tests will be skipped (on Debian: apt-get install chromium)"

$(STAMP): pyproject.toml
	test -d $(VENV) || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -q --upgrade "pip>=25.1"
	$(BIN)/python -m pip install -q -e . --group test --group lint
	@touch $(STAMP)

clean:
	rm -rf $(VENV) build dist src/*.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis demo.db
