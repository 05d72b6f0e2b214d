# Needs python3 and pip only. `make run`: the demo county evaluated and served. `make test`: everything checked.
.PHONY: run test torture lock schemas system clean

run:
	./setup.sh
	.venv/bin/shilu demo
	.venv/bin/shilu serve

test: system
	./setup.sh
	.venv/bin/python -m pytest --numprocesses=2 --dist=loadfile --cov --cov-report=term

torture: system
	./setup.sh
	SHILU_TORTURE=1 .venv/bin/python -m pytest tests/ -m torture

# Chromium and a Chinese font for the page tests: installed where they are missing and the user may.
system:
	@./install-system-packages.sh

# docs/schemas and docs/pack-shapes.md, after a kind of record, the language, or an example of a shape was changed.
schemas:
	./setup.sh
	mkdir -p docs/schemas
	.venv/bin/shilu schema --out docs/schemas
	.venv/bin/python -m tests.projections.shapes_page

lock:
	./setup.sh
	printf 'uv\n' | .venv/bin/uv pip compile - --universal --generate-hashes --no-emit-index-url --no-header --quiet -o requirements/uv.txt
	.venv/bin/uv pip compile pyproject.toml --extra dev --universal --generate-hashes --no-emit-index-url --no-header --quiet -o requirements/all.txt

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage
