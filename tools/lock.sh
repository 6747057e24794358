#!/bin/sh
# Pins every requirement with its hashes. No address of an index is written down.
set -eu
compile() {
  .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --upgrade --generate-hashes \
    --no-emit-index-url --custom-compile-command "make lock" "$@"
}
compile pyproject.toml --group build -o requirements/run.txt
compile pyproject.toml --group build --group dev -c requirements/run.txt -o requirements/dev.txt
compile --group node -o requirements/node.txt
sh tools/npm.sh update --package-lock-only --loglevel=error
