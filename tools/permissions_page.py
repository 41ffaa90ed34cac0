"""Write docs/generated/permissions.md: who may do what, from the one table of permissions.

    uv run python tools/permissions_page.py

A test compares the page.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from antigone.desk.accounts.permissions import EVERYONE, RULES, Role

PAGE = Path(__file__).resolve().parents[1] / "docs/generated/permissions.md"
_HEAD = """# Who may do what

Made by `tools/permissions_page.py` from `src/antigone/desk/accounts/permissions.py`; a test compares them. Every page,
action and query asks this table.

- *In their own agency*: for things of the agency a person works for.
- *In every agency, for the host*: people of the agency that runs the desk look after all agencies, with these roles.
- *Where shared*: with the same role, on an incident that another agency shares with theirs, from that level on (`see`,
  or `work`, which includes it). Grants name one incident and one agency, have a reason, and can be revoked at any time.
  The agency that leads an incident gives them, and each that it lets work in it, for what it holds itself.
- *console* is whoever can run commands on the desk's machine; *visitor* is somebody who is not signed in;
  *family* is whoever came back to a tracing request with its code and secret, and may do it to that request alone.

An auditor cannot be an administrator. Nobody changes their own roles, or renews themselves. **A role holds once a
second person has confirmed it**: whoever appoints somebody, or hands them a link, does not confirm them. Administrators
confirm appointments of every agency with which theirs shares an incident, whichever of the two shares it.

| who | may | in their own agency | in every agency, for the host | where shared |
|---|---|---|---|---|
"""


def page() -> str:
    lines = []
    for rule in RULES.values():
        outside = ", ".join(sorted(rule.outside) + (["signed in"] if rule.own or rule.host else []))
        shared = f"at level `{rule.shared}`" if rule.shared else "never"
        own = (
            _listed(rule.own)
            + (", and who has no role yet" if rule.roleless else "")
            + (f"; never who is also {_listed(rule.never)}" if rule.never else "")
        )
        lines.append(f"| {outside} | {rule.verb} {rule.thing} | {own} | {_listed(rule.host)} | {shared} |\n")
    return _HEAD + "".join(lines)


def _listed(roles: Collection[Role]) -> str:
    return "everyone" if roles == EVERYONE else ", ".join(role for role in Role if role in roles) or "nobody"


def main() -> None:
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
