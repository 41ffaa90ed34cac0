"""How long a search for a name takes among many records, and how many keys they have.

    uv run python bench/name_search.py [--records 20000] [--out FILE.json]

Names are made of parts of many languages at random (``desk_rows``), on SQLite. Each search is done three times; the
first fills the caches of the rules, as the first after a start does.
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import time
from pathlib import Path

from desk_rows import fill, start

SEARCHES = (
    """
Shcherbenko|Щербенко|Olena Kovenko|محمد|Muhammad|Zeinab Oldvesson|Zhou|Wong|Juan Marjez|Courvalson|Лідія
Lidiya Hirniv|Tashilowski|Quillarchuk|शर्मा|สมชาย|Berk|Lind
""".strip()
    .replace("\n", "|")
    .split("|")
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, default=20_000)
    parser.add_argument("--out", type=Path)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        start(Path(home) / "desk", "sqlite", 8999)
        fill(arguments.records, 60, 3, 100)
        report = measured(arguments.records)
    text = json.dumps(report, indent=1, ensure_ascii=False)
    print(text)
    if arguments.out:
        arguments.out.write_text(text, encoding="utf-8")


def measured(records: int) -> dict[str, object]:
    from antigone.desk.accounts.actor import acting
    from antigone.desk.accounts.models import Person
    from antigone.desk.records.models import NameKey
    from antigone.desk.records.queries import search_by_name

    by = acting(Person.objects.select_related("agency").get(email="0@bench.example"), "127.0.0.1")
    first, again = [], {}
    for words in SEARCHES:
        times = []
        for _ in range(3):
            began = time.perf_counter()
            search_by_name(by, words)
            times.append((time.perf_counter() - began) * 1000)
        first.append(times[0])
        again[words] = round(min(times[1:]), 1)
    return {
        "records": records,
        "keys": NameKey.objects.count(),
        "first, ms, median and most": [round(statistics.median(first), 1), round(max(first), 1)],
        "again, ms, median and most": [round(statistics.median(again.values()), 1), max(again.values())],
        "again": again,
    }


if __name__ == "__main__":
    main()
