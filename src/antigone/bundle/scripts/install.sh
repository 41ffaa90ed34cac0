#!/bin/sh
# Installs Antigone from this folder, without a network: sh install.sh --into DIR
# Python is there already; PYTHON=/path/to/python chooses another one than what is found here.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
if [ -n "${PYTHON:-}" ]; then
  exec "$PYTHON" "$here/install.py" "$@"
fi
last=python3
for version in @PYTHONS@; do
  for python in "python$version" python3 python; do
    command -v "$python" >/dev/null 2>&1 || continue
    last=$python
    if "$python" "$here/install.py" --fits >/dev/null 2>&1; then
      exec "$python" "$here/install.py" "$@"
    fi
  done
done
exec "$last" "$here/install.py" "$@"
