"""``python -m antigone``."""

from antigone.cli.main import main

main()
