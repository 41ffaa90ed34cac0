"""What made a report: everything somebody would need to make it again."""

from __future__ import annotations

import os
import platform
from datetime import UTC, datetime
from importlib import metadata
from typing import Any

import antigone
from antigone.engine import Engine
from antigone.validation.run import ValidationRequest

_LIBRARIES = ("numpy", "scipy", "opencv-python-headless", "openvino", "pillow", "pi-heif", "matplotlib", "typst")


def provenance(engine: Engine, request: ValidationRequest) -> dict[str, Any]:
    """Versions, models with their hashes, the machine's kind and the request. Paths are not among them."""
    networks = (engine.detector, engine.under_cover, *engine.embedder.networks)
    return {
        "antigone": antigone.__version__,
        "date": today(),
        "python": platform.python_version(),
        "machine": f"{platform.system()} {platform.machine()}",
        "libraries": {name: metadata.version(name) for name in _LIBRARIES},
        "models": [
            {"name": n.card.name, "sha256": n.card.sha256, "licence": n.card.licence, "precision": n.precision}
            for n in networks
        ],
        "source": request.source.name,
        "groups": request.groups.name if request.groups else None,
        "pairs": request.pairs.name if request.pairs else None,
        "conditions": [str(step) for step in request.steps],
        "people_for_conditions": request.people,
        "seed": request.seed,
        "points": request.points.name if request.points else None,
        "covers": request.covers.name if request.covers else None,
        "faces": "the principal one" if request.principal else "the only one",
    }


def today() -> str:
    """The date, in UTC; or that of SOURCE_DATE_EPOCH (reproducible-builds.org), for the same bytes again."""
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    moment = datetime.fromtimestamp(int(given), UTC) if given.isdecimal() else datetime.now(UTC)
    return moment.date().isoformat()
