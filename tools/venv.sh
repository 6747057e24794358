#!/bin/sh
# Makes the environment $1 with the first Python that is new enough ($PYTHON wins, if set).
for each in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11 python}; do
  if "$each" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    "$each" -m venv "$1" && exit 0
    echo "$each cannot make an environment: install its venv module (on Debian: python3-venv)." >&2
    exit 1
  fi
done
echo "Qiao needs Python 3.11 or later: install it, or name it with PYTHON=/path/to/python3." >&2
exit 1
