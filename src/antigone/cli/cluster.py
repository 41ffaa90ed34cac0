"""``antigone cluster``: nodes that hold the index of a desk together. Needs the extra ``antigone[cluster]``."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from importlib.util import find_spec
from pathlib import Path

import click

from antigone.cli.common import DONE, NOTHING_DONE, say
from antigone.cluster.node import NodeAddress, NodeSettings, make_token, read_token, run
from antigone.errors import AntigoneError, PartMissing, UsageError

_folder = click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("/dev/shm/antigone-cluster"),  # noqa: S108 - in memory is what is wanted
    show_default=True,
    help="The node's sockets and logs: a folder in memory, one for each node.",
)
_token = click.option(
    "--token-file",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    help="The cluster's token, the same on each machine, readable for its owner only.",
)
_bind = click.option("--bind", required=True, help="This node's address, and the first of its 50 ports: 10.0.0.2:6400")


@click.group()
def cluster() -> None:
    """Several machines that hold a desk's index together. docs/cluster.md goes through it."""
    if sys.platform != "linux":
        raise UsageError("Nodes of a cluster run on Linux alone.", "A desk on this machine needs none: leave it out.")
    if find_spec("ray") is None:
        raise PartMissing(
            "The cluster's part is not installed: ray cannot be found.",
            'Install it from the checkout or wheel that Antigone came from: pip install "PATH[cluster]".',
        )


@cluster.command()
@_bind
@_token
@_folder
def start(bind: str, token_file: Path, folder: Path) -> int:
    """Begin a cluster: this machine is its head. Makes the token if there is none. Runs until interrupted."""
    address = NodeAddress.parse(bind)
    if not token_file.exists():
        make_token(token_file)
        say(f"The token of the new cluster is in {token_file}. Carry it to the other machines by hand.")
    return _run(NodeSettings(address, address, token_file, folder.absolute()))


@cluster.command()
@click.argument("address")
@_bind
@_token
@_folder
def join(address: str, bind: str, token_file: Path, folder: Path) -> int:
    """Join the cluster whose head is at ADDRESS. Runs until interrupted, and joins again if the head was lost."""
    head, mine = NodeAddress.parse(address), NodeAddress.parse(bind)
    if head == mine:
        raise UsageError("A node cannot join itself.", "Begin the cluster with: antigone cluster start")
    return _run(NodeSettings(mine, head, token_file, folder.absolute()))


@cluster.command()
@click.argument("address")
@_token
@click.option("--node", help="The address of the node on this machine; else ADDRESS.")
def status(address: str, token_file: Path, node: str | None) -> int:
    """Say which nodes there are and what each holds. Ends with 1 if a node does not answer."""
    from antigone.cluster.link import ClusterLink
    from antigone.desk.candidates.index.holder import SegmentHolder

    head = NodeAddress.parse(address)
    link = ClusterLink(head, node or head.host, read_token(token_file), SegmentHolder)
    try:
        nodes = sorted(link.settled(60.0), key=lambda each: each.address)
        said = link.each(nodes, "about", patience=60.0)
    finally:
        link.close()
    for each in nodes:
        if each.name not in said:
            click.echo(f"{each.address}: does not answer")
            continue
        _, leaving, held = said[each.name]
        count = sum(receipt.count for receipt in held.values())
        click.echo(f"{each.address}: {len(held)} segments, {count} templates" + (", about to leave" if leaving else ""))
    return DONE if len(said) == len(nodes) else NOTHING_DONE


@cluster.command()
@click.argument("address")
@_token
@_folder
@click.option("--node", required=True, help="The address of the node that leaves: the one on this machine.")
@click.option("--patience", type=click.IntRange(0), default=300, show_default=True, help="Seconds to wait at most.")
def leave(address: str, token_file: Path, folder: Path, node: str, patience: int) -> int:
    """Have others hold what this machine's node holds, then end it. The desk's worker must run: it hands over."""
    number = _number(folder)
    from antigone.cluster.link import ClusterLink
    from antigone.desk.candidates.index.holder import SegmentHolder

    link = ClusterLink(NodeAddress.parse(address), node, read_token(token_file), SegmentHolder)
    try:
        mine = [each for each in link.settled(60.0) if each.address == node]
        until, left = time.monotonic() + patience, 0
        while mine and (left := link.call(mine[0], "leave", patience=60.0)) and time.monotonic() < until:
            time.sleep(1.0)
    except AntigoneError as fault:
        say(f"{fault} Nothing was handed over.")
        return NOTHING_DONE
    finally:
        link.close()
    if left:
        say(f"It still holds {left} segments after {patience} seconds: it goes on. Does the desk's worker run?")
        return NOTHING_DONE
    os.kill(number, signal.SIGTERM)
    say("Others hold what it held. The node ends.")
    return DONE


def _number(folder: Path) -> int:
    """The number of the process that runs this machine's node."""
    try:
        number = int((folder / "pid").read_text())
        os.kill(number, 0)
    except (OSError, ValueError) as fault:
        raise UsageError(f"No node runs in {folder}.", "Name its folder with --folder.") from fault
    return number


def _run(node: NodeSettings) -> int:
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stop.set())
    run(node, stop, say)
    return DONE
