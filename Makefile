# The only list of commands. `make demo` and `make test` are all a newcomer needs.
PYTHON ?= python3
SERVE ?= 1
PEOPLE ?= 20000
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help demo test check format soak bench docs example-febrl4 requirements clean tools

help:  ## say what each command does
	@grep -hE '^[a-z0-9-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z0-9-]+):.*## (.*)/  make \1\t\2/' | expand -t 24

demo: .venv/run  ## make a make-believe province, run the whole route, open the portal (SERVE=0: stop before the server)
	@$(BIN)/saphan demo demo --people $(PEOPLE) $(if $(filter 0,$(SERVE)),--no-serve,--serve)

test: .venv/test  ## run every test; parts that need Chromium, PostgreSQL or reference data say so when they are left out
	@$(BIN)/python -m pytest -n auto --dist loadgroup $(ARGS)

check: .venv/test  ## lint, types, walls, translations, budgets, documents
	@$(BIN)/python tools/check.py

format: .venv/test  ## put the code into its form
	@$(BIN)/ruff check -q --fix . ; $(BIN)/ruff format -q .

soak: .venv/test  ## the long counts: kills, fuzz, every page at every size
	@SAPHAN_SOAK=1 $(BIN)/python -m pytest -n auto --dist loadgroup --timeout 3600 $(ARGS)

bench: .venv/test  ## side by side with peers; prints ratios
	@for each in benchmarks/*/run.py; do $(BIN)/python $$each || exit 1; done

docs: .venv/test  ## make the generated pages of docs/reference again
	@$(BIN)/python tools/reference.py write && $(BIN)/python tools/country_plots.py

example-febrl4: .venv/test  ## link a public benchmark by contracts alone, and measure it
	@rm -rf out/febrl4
	@$(BIN)/python examples/febrl4/run.py out/febrl4

requirements:  ## pin every dependency again, with hashes and without addresses (needs uv)
	uv pip compile -q --python-version 3.11 --universal --generate-hashes --no-header --upgrade pyproject.toml -o requirements/run.txt
	uv pip compile -q --python-version 3.11 --universal --generate-hashes --no-header --extra test -c requirements/run.txt pyproject.toml -o requirements/test.txt
	uv pip compile -q --python-version 3.11 --universal --generate-hashes --no-header -c requirements/test.txt requirements/build.in -o requirements/build.txt

clean:  ## remove the demo and the environment
	rm -rf demo .venv

tools:
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 is missing. Install it:  sudo apt install python3 python3-venv"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; this is $$($(PYTHON) --version). On Debian 12:  sudo apt install python3 python3-venv"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "python3-venv is missing. Install it:  sudo apt install python3-venv"; exit 1; }

.venv/run: requirements/run.txt requirements/build.txt | tools
	@echo "Installing Saphan into .venv (once) ..."
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install -q --disable-pip-version-check --no-compile --require-hashes -r requirements/build.txt -r requirements/run.txt
	@$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@$(BIN)/saphan warm
	@touch $@

.venv/test: requirements/test.txt .venv/run
	@echo "Installing what the tests need (once) ..."
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/test.txt
	@touch $@
