"""What a laptop with Windows needs, as far as it can be seen on another system. Nobody has tried Antigone there yet."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from antigone.gallery.intake import photos_in
from command_line import antigone
from held_files import held

__all__ = ["held"]

ROOT = Path(__file__).resolve().parents[2]
ONLY_POSIX = {
    *("fork", "forkpty", "getuid", "geteuid", "getgid", "getgroups", "chown", "fchown", "killpg", "getpgid", "setsid"),
    *("setuid", "statvfs", "mkfifo", "openpty", "pread", "pwrite", "sendfile", "sched_getaffinity", "uname", "wait"),
    *("SIGKILL", "SIGHUP", "SIGUSR1", "SIGUSR2", "SIGALRM", "SIGCHLD", "alarm", "setitimer", "pthread_kill"),
    *("SO_REUSEPORT", "AF_UNIX", "socketpair", "poll", "epoll", "O_DIRECTORY", "O_NOFOLLOW", "preexec_fn"),
}
"""Names of os, signal, socket, select and subprocess that Windows has not."""
ASKED_FOR = {("parallel.py", "sched_getaffinity"), ("node.py", "SIGKILL")}
"""Used where it is there: the line before asks, or the command does, as for nodes of a cluster (cli/cluster.py)."""
LINUX_ALONE = {"cluster/node.py", "cli/cluster.py"}
"""What begins and ends the nodes of a cluster."""

EVERY_MODULE = """
import builtins, os, pkgutil, sys
from importlib import import_module

ONLY_POSIX = {"fcntl", "grp", "pwd", "resource", "termios", "tty", "pty", "syslog", "posix"}
really = builtins.__import__

def as_on_windows(name, globals=None, *more, **named):
    if name in ONLY_POSIX and (globals or {}).get("__name__", "").startswith("antigone"):
        raise ImportError(f"there is no {name} here")
    return really(name, globals, *more, **named)

builtins.__import__ = as_on_windows
del os.fork
sys.path.insert(0, sys.argv[1])
import django
import tools.desk_settings

os.environ["DJANGO_SETTINGS_MODULE"] = "tools.desk_settings"
django.setup()
import antigone

met = [found.name for found in pkgutil.walk_packages(antigone.__path__, "antigone.")]
for name in met:
    if not name.endswith((".__main__", ".demo.settings")):  # which begin something, or refuse to
        import_module(name)
print(len(met))
"""


@pytest.mark.slow
def test_every_module_is_read_where_nothing_of_posix_is_there() -> None:
    done = subprocess.run([sys.executable, "-c", EVERY_MODULE, ROOT], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr[-2000:]
    assert int(done.stdout) > 500


def test_no_line_uses_what_only_posix_has_without_asking() -> None:
    used = {
        (path.name, node.attr if isinstance(node, ast.Attribute) else node.arg)
        for path in (ROOT / "src").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if (isinstance(node, ast.Attribute) and node.attr in ONLY_POSIX and _is_of_system(node))
        or (isinstance(node, ast.keyword) and node.arg in ONLY_POSIX)
    }

    assert used == ASKED_FOR


def _is_of_system(node: ast.Attribute) -> bool:
    return isinstance(node.value, ast.Name) and node.value.id in {"os", "signal", "socket", "select", "subprocess"}


def test_no_process_tells_another_or_itself_by_a_signal() -> None:
    """There os.kill ends a process at once, and Popen.terminate does: nothing at hand is finished."""
    for path in (ROOT / "src").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        asked = path.relative_to(ROOT / "src/antigone").as_posix() in LINUX_ALONE
        assert asked or ("os.kill(" not in text and ".terminate()" not in text), path


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="needs Linux, to see which files are open")
def test_a_gallery_replaces_and_forgets_while_none_of_its_files_is_open(
    incident: Path, tmp_path: Path, held: list[str]
) -> None:
    gallery = tmp_path / ("a long way down " * 12) / "gallery"  # and past 260 characters, which Windows once ended at
    assert len(str(gallery)) > 220
    lawful = ("--source", "Request 7", "--basis", "consent")
    assert antigone("enrol", incident / "references", "--gallery", gallery, *lawful).returncode in (0, 1)
    person = min(folder.name for folder in (incident / "references").iterdir())
    photo = next(iter(photos_in(incident / "unidentified")))

    assert antigone("search", photo, "--gallery", gallery, "--report", tmp_path / "list.html").returncode == 0
    assert antigone("gallery", "rebuild", "--gallery", gallery).returncode == 0
    assert antigone("gallery", "remove", "--gallery", gallery, "--person", person).returncode == 0
    assert held == []
