# Two commands matter: `make run` and `make test`. Both can be run again at any time.
.PHONY: run test check engines lock
.DELETE_ON_ERROR:

BIN := .venv/bin

run: .venv/runs
	@exec deploy/run.sh

# Compiled modules are kept, since many tests start a process of the portal's own.
test: .venv/tests tests/node_modules/.package-lock.json
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	PYTHONDONTWRITEBYTECODE= $(BIN)/pytest -n 2 --dist loadfile
	$(BIN)/python tests/smoke_run.py

# The same without a browser, in half the time.
check: .venv/tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/pytest -n 2 --dist loadfile -m "not journey" tests

# One journey in Firefox and one in WebKitGTK, by Debian's packages; says which of them it lacks.
engines: .venv/tests tests/node_modules/.package-lock.json
	$(BIN)/python -m bench.engines

# After a change to requirements.in, requirements-spss.in or requirements-dev.in.
lock: .venv/tests
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header requirements.in -o requirements.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header requirements-spss.in -o requirements-spss.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header requirements-dev.in -o requirements-dev.txt

.venv/runs: requirements.txt deploy/make_venv.sh
	@deploy/make_venv.sh requirements.txt
	@touch $@

.venv/tests: requirements-dev.txt deploy/make_venv.sh deploy/make_browser.sh
	@deploy/make_venv.sh requirements-dev.txt
	@deploy/make_browser.sh
	@touch $@ .venv/runs

# axe, which checks every page for accessibility.
tests/node_modules/.package-lock.json: tests/package-lock.json
	cd tests && npm ci --silent --no-audit --no-fund
