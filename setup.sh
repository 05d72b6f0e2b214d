#!/usr/bin/env bash
# Makes .venv with everything Shilu and its tests need. Idempotent: a stamp of the lock's digest skips it next time.
# Needs only python3 (3.11 or later) with venv and pip; takes packages from the package index that pip is set up for.
set -euo pipefail
cd "$(dirname "$0")"

stamp=.venv/.lock-digest
digest=$(cat requirements/*.txt pyproject.toml | sha256sum | cut -d' ' -f1)
if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$digest" ]; then
    exit 0
fi

echo "Setting up .venv …" >&2
python3 -c 'import sys; sys.exit("Shilu needs Python 3.11 or later." if sys.version_info < (3, 11) else 0)'
[ -x .venv/bin/python ] || python3 -m venv .venv
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt
export UV_SYSTEM_CERTS=1 UV_PYTHON_DOWNLOADS=never UV_COMPILE_BYTECODE=1 VIRTUAL_ENV="$PWD/.venv"
.venv/bin/uv pip sync --quiet --require-hashes requirements/uv.txt requirements/all.txt
.venv/bin/uv pip install --quiet --no-deps --no-build-isolation -e .
echo "$digest" > "$stamp"
