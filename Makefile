# Needs python3 and pip only. `make run`: the demo county evaluated and served. `make test`: everything checked, with
# ledgers kept in SQLite and again with ledgers kept in PostgreSQL.
.PHONY: run test test-sqlite test-postgresql torture pictures wheelhouse lock schemas system clean

run:
	./setup.sh
	.venv/bin/shilu demo
	.venv/bin/shilu serve

PYTEST = .venv/bin/python -m pytest --numprocesses=2 --dist=loadfile --no-loadscope-reorder
# Watched for coverage a test takes twice as long: the lower floors are held to it by their own tests and the commands.
OF_THE_WEB = $(filter-out %_command.py tests/api/test_statement_%,$(wildcard tests/api/test_*.py))
AT_LENGTH = tests/projections/test_kernel_held_to_plain.py tests/faults/test_bit_flips.py tests/faults/test_killed.py \
	tests/postgresql/test_failover.py tests/api/test_bench_command.py
UNWATCHED = $(OF_THE_WEB) $(AT_LENGTH) tests/house
COVERING = --cov --cov-append --cov-fail-under=0 --cov-report=

test: test-sqlite test-postgresql
	.venv/bin/coverage report

test-sqlite: system
	./setup.sh
	rm -f .coverage
	$(PYTEST) $(UNWATCHED)
	$(PYTEST) $(COVERING) $(UNWATCHED:%=--ignore=%)

test-postgresql: system
	./setup.sh
	SHILU_TEST_STORE=postgresql $(PYTEST) --ignore=tests/faults
	SHILU_TEST_STORE=postgresql $(PYTEST) $(COVERING) tests/faults

torture: system
	./setup.sh
	SHILU_TORTURE=1 .venv/bin/python -m pytest tests/ -m torture --timeout=14400
	SHILU_TORTURE=1 SHILU_TEST_STORE=postgresql .venv/bin/python -m pytest tests/ -m torture --timeout=14400

# Chromium, a Chinese font and PostgreSQL for the tests: installed where they are missing and the user may.
system:
	@./install-system-packages.sh

# docs/schemas and docs/pack-shapes.md, after a kind of record, the language, or an example of a shape was changed.
schemas:
	./setup.sh
	mkdir -p docs/schemas
	.venv/bin/shilu schema --out docs/schemas
	.venv/bin/python -m tests.projections.shapes_page

# docs/screenshots: every page and some of the stories, as Chromium shows them; docs/dossier-pages: a dossier as it is
# printed.
pictures: system
	./setup.sh
	SHILU_PICTURES=1 $(PYTEST) tests/api/test_every_page.py $(wildcard tests/api/test_*browser.py)
	.venv/bin/python -m tests.api.dossier_pictures

# wheelhouse/: all that a machine without internet needs to install Shilu (SYSTEM=windows or linux, PYTHON=3.11).
wheelhouse:
	./wheelhouse.sh $(SYSTEM) $(PYTHON)

lock:
	./setup.sh
	printf 'uv\n' | .venv/bin/uv pip compile - --universal --generate-hashes --no-emit-index-url --no-header --quiet -o requirements/uv.txt
	.venv/bin/uv pip compile pyproject.toml --extra dev --universal --generate-hashes --no-emit-index-url --no-header --quiet -o requirements/all.txt

clean:
	rm -rf wheelhouse .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage
