#!/usr/bin/env bash
# Makes wheelhouse/: everything an office machine without internet needs to install Shilu, but for Python itself.
# ./wheelhouse.sh [windows|linux] [3.11|3.12|…]   on a machine that has the package index; then carry the folder over.
set -euo pipefail
cd "$(dirname "$0")"
for_system=${1:-windows} for_python=${2:-3.11}
case $for_system in
    windows) platforms=(--platform win_amd64) ;;
    linux) platforms=(--platform manylinux_2_28_x86_64 --platform manylinux_2_17_x86_64 --platform manylinux2014_x86_64) ;;
    *) echo "For which system? windows or linux." >&2; exit 2 ;;
esac

./setup.sh
rm -rf wheelhouse
mkdir wheelhouse
# The versions are those that the tests run with; which of them are needed is asked for that system and that Python.
.venv/bin/uv pip compile pyproject.toml --constraints requirements/all.txt --python-platform "$for_system" \
    --python-version "$for_python" --generate-hashes --no-emit-index-url --no-header --no-annotate --quiet \
    -o wheelhouse/requirements.txt
.venv/bin/python -m pip download --quiet --disable-pip-version-check --no-deps --require-hashes --only-binary :all: \
    "${platforms[@]}" --python-version "$for_python" --implementation cp \
    --requirement wheelhouse/requirements.txt --dest wheelhouse
.venv/bin/python -m hatchling build --target wheel --directory wheelhouse > /dev/null
echo "wheelhouse/: $(ls wheelhouse/*.whl | wc -l) packages for $for_system, Python $for_python; see docs/operations.md."
