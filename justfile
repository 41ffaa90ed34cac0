# Lint, types, import contracts and all tests.
default: lint types contracts test

lint:
    uv run ruff format --check .
    uv run ruff check .
    uv run djangofmt --check src/antigone/desk

types:
    uv run mypy

contracts:
    uv run lint-imports

test:
    uv run pytest

# What goes over the whole desk, or a whole journey: .ci/run does it too.
sweep:
    uv run pytest -m sweep --dist loadfile

# All tests, and every test of the desk on both databases.
everywhere:
    uv run pytest --everywhere

# The tests that take seconds.
fast:
    uv run pytest -m "not slow and not shared"

# Every figure the documentation quotes. FACES is a folder of people: FACES/PERSON/PHOTO.jpg
bench FACES:
    uv run python bench/accuracy.py {{FACES}}
    uv run python bench/accuracy.py {{FACES}} --turned
    uv run python bench/quality.py {{FACES}}
    uv run --group bench python bench/speed.py {{FACES}}
    uv run python bench/search_speed.py

# Weights of evidence on people held out: LFW and UTKFACE are folders of photos (docs/statistics.md).
bench-evidence LFW UTKFACE:
    uv run antigone embed {{LFW}} --out out/lfw.npz --principal
    uv run antigone embed {{UTKFACE}} --out out/utk.npz --principal
    uv run python bench/evidence.py out/lfw.npz out/utk.npz

# What is in docs/generated, but for a report that is kept (tools/accuracy_page.py).
pages:
    uv run python tools/architecture_picture.py
    uv run python tools/permissions_page.py
    uv run python tools/signals_page.py
    uv run python tools/protocol_page.py
    uv run python bench/protocol.py --write
    uv run python tools/conditions_page.py

# Every page of the desk as pictures in OUT: narrow and wide, from either side, light and dark.
screenshots OUT:
    mkdir -p {{OUT}}
    ANTIGONE_SCREENSHOTS={{OUT}} uv run pytest tests/desk/web/test_in_a_browser.py -k "axe and sqlite"

# Known weaknesses of the packages in the lock file, as osv.dev has them: before a release, on a machine with a network.
advisories:
    uv audit --no-default-groups
