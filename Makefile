# The commands of the project. `make help` lists them.

PYTHON ?= python3
PORT ?= 8000
VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip install --quiet --disable-pip-version-check --require-hashes
RUNTIME := $(VENV)/runtime.stamp
DEVELOPMENT := $(VENV)/development.stamp
UV_COMPILE = $(UV) pip compile --quiet --universal --generate-hashes --no-header \
	--python-version 3.11 --no-emit-index-url --no-emit-find-links
UV = $(shell command -v uv || echo $(VENV)/bin/uv)

# The settings of a real site, for the checks that ask about one.
PRODUCTION = env SECRET_KEY="$$($(PY) -c 'import secrets; print(secrets.token_hex(40))')" \
	PUBLIC_URL=https://plan.example.org DEBUG=0 DATABASE_URL=sqlite://:memory:
PYTEST = $(PY) -m pytest -n 2 --dist worksteal
POSTGRES = $(PY) -m tests.helpers.postgres
# Just enough settings to read the templates.
READING = env SECRET_KEY=reading PUBLIC_URL=http://127.0.0.1:8000

.DEFAULT_GOAL := help
.PHONY: help serve dev test test-rest test-all bench format messages requirements clean

help: ## list these commands
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1|\2/p' Makefile | \
		awk -F'|' '{ printf "  make %-14s%s\n", $$1, $$2 }'

serve: $(RUNTIME) ## the site on http://127.0.0.1:8000 (PORT=9000; PLAN=example)
	@$(PY) -m plan_site.local --port "$(PORT)"

dev: $(RUNTIME) ## the same with reload and DEBUG, to change templates and code
	@$(PY) -m plan_site.local --port "$(PORT)" --reload

test: $(DEVELOPMENT) ## the checks and tests that every change has to pass
	$(VENV)/bin/ruff format --check
	$(VENV)/bin/ruff check
	$(PRODUCTION) $(PY) manage.py makemigrations --check --dry-run
	$(PRODUCTION) $(PY) manage.py check --deploy --fail-level WARNING
	$(PY) -m plan_site.web.catalogs compile
	$(PYTEST) --ignore=tests/browser -m "not rest"
	$(POSTGRES) $(PYTEST) --ignore=tests/browser -m "postgresql and not rest"
	$(PYTEST) tests/browser -m "not rest"

test-rest: $(DEVELOPMENT) ## all other tests: slow ones, PostgreSQL, every page in a browser
	$(PYTEST) --ignore=tests/browser -m rest
	$(POSTGRES) $(PYTEST) --ignore=tests/browser -m "not postgresql or rest"
	$(PYTEST) tests/browser -m rest

test-all: test test-rest ## every test there is

bench: $(DEVELOPMENT) ## measure speed, memory and a rush of readers (needs wrk; 10 minutes)
	@$(PY) -m benchmarks

format: $(DEVELOPMENT) ## bring the code into its form
	$(VENV)/bin/ruff check --fix
	$(VENV)/bin/ruff format

messages: $(RUNTIME) ## write new texts into the catalogs, ready to translate
	@$(READING) $(PY) -m plan_site.web.catalogs update
	@$(PY) -m plan_site.web.catalogs compile

requirements: ## pin the requirements anew (needs uv)
	@$(UV) --version >/dev/null 2>&1 || { echo "This needs uv: pip install uv"; exit 1; }
	$(UV_COMPILE) requirements.in -o requirements.txt
	$(UV_COMPILE) requirements-dev.in -o requirements-dev.txt

clean: ## remove what can be made again; the database stays
	rm -rf $(VENV) var/test.sqlite3* $(foreach folder,var var/example,\
		$(folder)/static $(folder)/static.stamp)
	rm -rf .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -prune -exec rm -rf {} +
	rm -f locale/*/LC_MESSAGES/*.mo

$(PY):
	@command -v "$(PYTHON)" >/dev/null || \
		{ echo "Python is missing: install Python 3.11 or newer, or set PYTHON=."; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "$$("$(PYTHON)" --version) is too old: this needs Python 3.11 or newer" \
			"(set PYTHON= to one)."; exit 1; }
	@"$(PYTHON)" -m venv $(VENV) || { rm -rf $(VENV); exit 1; }

$(RUNTIME): $(PY) requirements.txt
	@echo "Installing what the site runs on ..."
	@$(PIP) -r requirements.txt
	@touch $@

# The development requirements hold those of the runtime, too.
$(DEVELOPMENT): $(PY) requirements.txt requirements-dev.txt
	@echo "Installing what the tests need ..."
	@$(PIP) -r requirements-dev.txt
	@touch $(RUNTIME) $@
