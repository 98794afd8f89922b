# make demo: set up and run the sample campaign.  make test: set up and run every check.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.artgen
TEST_STAMP := $(VENV)/.artgen-test
PEERS := $(VENV)/peers

.PHONY: demo test bench bench-letters bench-page soak soak-million readme clean

demo: $(STAMP)
	@$(BIN)/artgen demo --out artgen-demo

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "artgen needs Python 3.11 or newer; run: make PYTHON=python3.11 demo")'
	$(PYTHON) -m venv $(VENV)

$(STAMP): pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(TEST_STAMP): pyproject.toml | $(STAMP)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev,real]'
	@touch $@

test: $(TEST_STAMP)
	@sh tests/prepare.sh
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest --numprocesses=auto --maxprocesses=4 --dist=loadfile

bench-letters: $(TEST_STAMP)
	$(BIN)/python tests/letter_bench.py

bench-page: $(TEST_STAMP)
	@sh tests/prepare.sh
	$(BIN)/python tests/page_bench.py

bench-send: $(TEST_STAMP)
	$(BIN)/python -m tests.send_bench

soak: $(TEST_STAMP)
	@sh tests/prepare.sh
	$(BIN)/python -m tests.soak

soak-million: $(TEST_STAMP)
	@OMP_NUM_THREADS=1 $(BIN)/python -m tests.million

# Apart from the rest, since its wheel brings a package "tests", which would hide ours.
$(PEERS): | $(TEST_STAMP)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-warn-conflicts --target $@ \
	  'github-poster>=2.7,<3' || echo 'GitHubPoster does not install on this Python; its column stays empty.'

bench: $(TEST_STAMP) $(PEERS)
	@sh tests/prepare.sh
	@OMP_NUM_THREADS=1 $(BIN)/python -m tests.bench

readme: $(STAMP)
	$(BIN)/python tests/readme.py

clean:
	rm -rf $(VENV) artgen-demo out soak
