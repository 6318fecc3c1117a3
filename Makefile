# `make run` and `make test` need Python 3.11 or newer and make, nothing else: what is missing they set up first.
PYTHON ?= python3
BIN := .venv/bin
MANAGE := $(BIN)/python manage.py
# Everything in requirements.lock is installed once this file is newer than it.
READY := .venv/ready
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard ascn_portal/locale*/*/LC_MESSAGES/*.po))
# Asked for only where it is used; expanded late, since find starts a process.
TEMPLATES = $(shell find templates -name '*.html')
DJADE := $(BIN)/djade --target-version 5.2

.DEFAULT_GOAL := help
.PHONY: help handbook run demo-staff test lint format messages lock worker beat redis_named

help:  ## show this list
	@sed -n 's/^\([a-z-]*\):.*  ## /  make \1\t/p' Makefile | expand -t 18

run: $(READY) $(CATALOGUES)  ## set up what is missing and run the site on http://127.0.0.1:8000 (PORT=8001 make run)
	@$(MANAGE) run_site

demo-staff: $(READY) $(CATALOGUES)  ## make an account for each role and print its password (embedded default only)
	@$(MANAGE) make_demo_staff

# Two workers, each with a database of its own: the suite then takes two thirds of the time.
test: $(READY) $(CATALOGUES)  ## run the test suite (make test ARGS="-k cities")
	@$(BIN)/python -m pytest -n 2 --dist worksteal $(ARGS)

lint: $(READY)  ## say where code or templates depart from the house style
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(DJADE) --check $(TEMPLATES)

format: $(READY)  ## bring code and templates into the house style
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .
	@$(DJADE) $(TEMPLATES) || $(DJADE) --check $(TEMPLATES)

handbook: $(READY) $(CATALOGUES)  ## take the pictures of the handbook anew (needs Chromium)
	@$(BIN)/python -m pytest tests/browser/take_handbook_pictures.py

messages: $(READY) $(CATALOGUES)  ## bring both catalogues into step with the sources (needs GNU gettext)
	@$(MANAGE) update_messages $(ARGS)

lock: $(READY)  ## pin what pyproject.toml asks for (make lock ARGS=--upgrade takes newer releases)
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --extra dev --generate-hashes \
	  --no-emit-index-url --no-annotate --custom-compile-command "make lock" $(ARGS) -o requirements.lock pyproject.toml

worker: redis_named $(READY) $(CATALOGUES)  ## run a Celery worker (needs REDIS_URL)
	@$(BIN)/python -m celery -A ascn_portal worker --loglevel info

beat: redis_named $(READY) $(CATALOGUES)  ## run Celery's timetable, once for the whole site (needs REDIS_URL)
	@$(BIN)/python -m celery -A ascn_portal beat --loglevel info

redis_named:
	@test -n "$$REDIS_URL" || { echo "REDIS_URL is not set, so tasks run in the process." \
	  "Example: REDIS_URL=redis://127.0.0.1:6379/0 make $(MAKECMDGOALS)"; exit 1; }

# Some Pythons come without ensurepip (Debian's), some without pip: either is enough to bring in uv, which fills
# the environment in seconds. Where uv has no build or cannot reach the package index that pip is set up for, pip does it.
$(READY): requirements.lock $(BIN)/python
	@echo "Installing what requirements.lock names into .venv"
	@if $(PYTHON) -m pip --version >/dev/null 2>&1; then pip="$(PYTHON) -m pip --python $(BIN)/python"; \
	elif $(BIN)/python -m ensurepip >/dev/null 2>&1; then pip="$(BIN)/python -m pip"; \
	else echo "This Python can install nothing. On Debian: apt-get install python3-venv"; exit 1; fi; \
	sed -n '/^uv==/,/[^\\]$$/p' requirements.lock > .venv/uv.lock; \
	{ $$pip install -qq --require-hashes -r .venv/uv.lock \
	  && $(BIN)/uv pip sync --quiet --python $(BIN)/python --require-hashes --compile-bytecode requirements.lock; } \
	|| $$pip install -qq --require-hashes -r requirements.lock
	@touch $@

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	|| { echo "$(PYTHON) is not Python 3.11 or newer. Name one that is: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 1; }
	@echo "Making the Python environment .venv"
	@$(PYTHON) -m venv --clear --without-pip .venv

%.mo: %.po | $(READY)
	@echo "Compiling the catalogue $<"
	@$(BIN)/pybabel --quiet compile --input-file $< --output-file $@
