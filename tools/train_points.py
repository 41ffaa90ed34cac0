"""Train the small network that finds a face's five points under covers, from nothing but this project's own faces.

    uv run python tools/points_faces.py ../shared/faces/lfw-dev --out OUT
    ENV/bin/python tools/train_points.py OUT --steps 8000

ENV is an environment of its own with torch 2.13.0, numpy, opencv-python-headless and onnx; nothing of torch is a
dependency of Antigone. The network sees a face cut upright by points that err as the machine's do, under covers drawn
by rule (tools/points_damage.py), and is taught where the machine's points lay on the undamaged photograph. An
interrupted training goes on from its last checkpoint. OUT/points.onnx is the result; OUT/points.json its figures.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import time
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn
from torch.nn import functional

from points_damage import damaged, in_another_light

UPRIGHT = np.array([[-0.5, -0.46], [0.5, -0.46], [0.0, 0.11], [-0.41, 0.69], [0.41, 0.69]])
"""As antigone.face.geometry has it, which this environment lacks."""
SIDE, EYES = 112, 34.0
"""Pixels of the network's picture, and between the eyes of the points that it is cut by."""
SEED, BATCH, KEEP, RATE = 20261201, 64, 250, 2e-3
CLEAN = 0.2  # of the faces stay uncovered
_SWAP = [1, 0, 2, 4, 3]
_AIM = UPRIGHT * EYES + (SIDE - 1) / 2
Floats = NDArray[np.float32]


def similarity(source: NDArray[np.floating], target: NDArray[np.floating]) -> NDArray[np.float64]:
    """The shift, turn and scale that brings ``source`` nearest to ``target``: antigone.face.geometry has the same."""
    s, t = source[:, 0] + 1j * source[:, 1], target[:, 0] + 1j * target[:, 1]
    turn = ((s - s.mean()).conj() * (t - t.mean())).sum() / (np.abs(s - s.mean()) ** 2).sum()
    shift = t.mean() - turn * s.mean()
    return np.array([[turn.real, -turn.imag, shift.real], [turn.imag, turn.real, shift.imag]])


@dataclass(frozen=True)
class Faces:
    """What tools/points_faces.py made: crops, their points, and how the machine's points err under a cover."""

    crops: NDArray[np.uint8]
    points: Floats
    starts: Floats

    def draw(self, random: np.random.Generator, clean: float = CLEAN) -> tuple[NDArray[np.uint8], Floats]:
        """One picture as the network sees it, and where the points lie in it, in eye distances about its middle."""
        at, other = random.integers(0, len(self.crops), 2).tolist()
        crop, points = self.crops[at], self.points[at].astype(np.float64)
        mirrored = random.random() < 0.5
        way = similarity(self._start(points, random), _AIM)
        picture = cv2.warpAffine(crop, way, (SIDE, SIDE))
        aim = points @ way[:, :2].T + way[:, 2]
        if random.random() >= clean:
            eyes = float(np.linalg.norm(aim[1] - aim[0]))
            picture = damaged(picture, self.crops[other], random, max(eyes, 12.0), aim.mean(axis=0))
        picture = in_another_light(picture, random)
        if mirrored:
            picture = picture[:, ::-1]
            aim = aim[_SWAP]
            aim[:, 0] = SIDE - 1 - aim[:, 0]
        return np.ascontiguousarray(picture), ((aim - (SIDE - 1) / 2) / EYES).astype(np.float32)

    def _start(self, points: NDArray[np.float64], random: np.random.Generator) -> NDArray[np.float64]:
        """Points that err as the machine's do under a cover, or as the network's own do on its second pass."""
        eyes = float(np.linalg.norm(points[1] - points[0]))
        kind = random.random()
        if kind < 0.5:
            off = self.starts[int(random.integers(len(self.starts)))][:10].reshape(5, 2).astype(np.float64)
            if random.random() < 0.5:
                off = off[_SWAP] * np.array([-1, 1])
            return points + eyes * (off + random.normal(0, 0.03, (5, 2)))
        much = 1.0 if kind < 0.8 else 2.5
        turn = np.exp(random.normal(0, 0.07 * much) + 1j * random.normal(0, 0.07 * much))
        middle = points.mean(axis=0)
        moved = (points - middle) @ np.array([[turn.real, turn.imag], [-turn.imag, turn.real]]) + middle
        return moved + eyes * (random.normal(0, 0.1 * much, 2) + random.normal(0, 0.03, (5, 2)))


def load(out: Path, *, watch: bool) -> Faces:
    kept = np.load(out / "faces.npz")
    those = kept["watch"] == watch
    starts = kept["starts"]
    near = np.linalg.norm(starts[:, :10].reshape(-1, 5, 2), axis=2).mean(axis=1) < 0.9
    return Faces(kept["crops"][those], kept["points"][those], starts[near])


class Residual(nn.Module):
    """Two convolutions and what went in."""

    def __init__(self, wide: int) -> None:
        super().__init__()
        self.one, self.two = step(wide, wide, 1), step(wide, wide, 1, last=True)

    def forward(self, values: torch.Tensor) -> torch.Tensor:
        return functional.relu(values + self.two(self.one(values)))


def step(into: int, out: int, stride: int, *, last: bool = False) -> nn.Sequential:
    parts = [nn.Conv2d(into, out, 3, stride, 1, bias=False), nn.BatchNorm2d(out)]
    return nn.Sequential(*parts, *([] if last else [nn.ReLU()]))


class Points(nn.Module):
    """112 x 112 pixels in; out the five points, then how far each is likely off, which only the training asks."""

    def __init__(self) -> None:
        super().__init__()
        self.body = nn.Sequential(
            step(3, 16, 2), step(16, 32, 2), Residual(32), step(32, 64, 2), Residual(64),
            step(64, 80, 2), Residual(80), step(80, 32, 1),
        )  # fmt: skip
        self.head = nn.Linear(32 * 49, 15)
        nn.init.normal_(self.head.weight, 0, 0.001)
        with torch.no_grad():
            self.head.bias.copy_(torch.tensor([*UPRIGHT.ravel(), *[-2.0] * 5], dtype=torch.float32))

    def forward(self, pictures: torch.Tensor) -> torch.Tensor:
        out: torch.Tensor = self.head(self.body((pictures - 127.5) * (1 / 127.5)).flatten(1))
        return out


def off(found: torch.Tensor, aim: torch.Tensor) -> torch.Tensor:
    """The distance of each point from where it lies, in true distances between the eyes."""
    eyes = (aim[:, 1] - aim[:, 0]).norm(dim=1).clamp(min=0.3)
    return (found[:, :10].reshape(-1, 5, 2) - aim).norm(dim=2) / eyes[:, None]


def loss_of(found: torch.Tensor, aim: torch.Tensor) -> torch.Tensor:
    away = off(found, aim)
    doubt = found[:, 10:].clamp(-6, 3)
    likely = (away.detach() * torch.exp(-doubt) + doubt).mean()
    return (away + 0.5 * torch.log1p(away / 0.05) * 0.05).mean() + 0.02 * likely


class Ring:
    """Batches that another process draws into memory that both share.

    Sent through a pipe they come in pieces of 64 KB, each of which waits for its turn on a busy machine.
    """

    def __init__(self, out: Path, seed: int, slots: int = 12) -> None:
        self.pictures = np.frombuffer(multiprocessing.RawArray("B", slots * BATCH * SIDE * SIDE * 3), np.uint8)
        self.pictures = self.pictures.reshape(slots, BATCH, SIDE, SIDE, 3)
        self.aims = np.frombuffer(multiprocessing.RawArray("f", slots * BATCH * 10), np.float32)
        self.aims = self.aims.reshape(slots, BATCH, 5, 2)
        self.free: multiprocessing.SimpleQueue[int] = multiprocessing.SimpleQueue()
        self.full: multiprocessing.SimpleQueue[int] = multiprocessing.SimpleQueue()
        for slot in range(slots):
            self.free.put(slot)
        self.process = multiprocessing.get_context("fork").Process(target=self._draw, args=(out, seed), daemon=True)
        self.process.start()

    def _draw(self, out: Path, seed: int) -> None:
        cv2.setNumThreads(1)
        faces, random = load(out, watch=False), np.random.default_rng(seed)
        while True:
            slot = self.free.get()
            for place in range(BATCH):
                self.pictures[slot, place], self.aims[slot, place] = faces.draw(random)
            self.full.put(slot)

    def take(self) -> tuple[torch.Tensor, torch.Tensor]:
        slot = self.full.get()
        taken = as_input(self.pictures[slot]), torch.from_numpy(self.aims[slot].copy())
        self.free.put(slot)
        return taken


def watched(out: Path, count: int = 1024) -> tuple[torch.Tensor, torch.Tensor]:
    """Covered faces of people that are never trained on, always the same."""
    faces, random = load(out, watch=True), np.random.default_rng(SEED)
    drawn = [faces.draw(random, clean=0.0) for _ in range(count)]
    return as_input(np.stack([p for p, _ in drawn])), torch.from_numpy(np.stack([a for _, a in drawn]))


def as_input(pictures: NDArray[np.uint8]) -> torch.Tensor:
    return torch.from_numpy(pictures).permute(0, 3, 1, 2).float().contiguous(memory_format=torch.channels_last)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--steps", type=int, default=8000)
    parser.add_argument("--export", action="store_true", help="Only write what the last checkpoint holds.")
    arguments = parser.parse_args()
    torch.set_num_threads(1)  # with two, most of the time goes into waiting for each other
    torch.manual_seed(SEED)
    if not arguments.export:
        train(arguments.out, arguments.steps)
    export(arguments.out)


def train(out: Path, steps: int) -> None:
    network = Points().to(memory_format=torch.channels_last)
    averaged = deepcopy(network)
    optimiser = torch.optim.AdamW(network.parameters(), RATE, weight_decay=0.02)
    begin, file = 0, out / "checkpoint.pt"
    if file.exists():
        kept = torch.load(file, weights_only=True)
        network.load_state_dict(kept["network"])
        averaged.load_state_dict(kept["averaged"])
        optimiser.load_state_dict(kept["optimiser"])
        begin = kept["step"]
    ring = Ring(out, SEED + begin)
    watch, since, lately = watched(out), time.monotonic(), 0.0
    for number in range(begin + 1, steps + 1):
        warm = min(1.0, number / 200)
        rate = RATE * warm * (0.01 + 0.99 * 0.5 * (1 + np.cos(np.pi * number / steps)))
        for group in optimiser.param_groups:
            group["lr"] = float(rate)
        pictures, aims = ring.take()
        with torch.autocast("cpu", torch.bfloat16):
            found = network(pictures)
        loss = loss_of(found.float(), aims)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 2.0)
        optimiser.step()
        follow(averaged, network, min(0.998, number / (number + 20)))
        lately += float(loss.detach())
        if number % KEEP == 0 or number == steps:
            error = measured(averaged, watch)
            print(
                f"{number} of {steps}: loss {lately / KEEP:.4f}, watched {error:.4f}, {time.monotonic() - since:.0f} s",
                flush=True,
            )
            lately = 0.0
            state = {
                "network": network.state_dict(),
                "averaged": averaged.state_dict(),
                "optimiser": optimiser.state_dict(),
            }
            torch.save({**state, "step": number, "watched": error}, out / "new.pt")
            (out / "new.pt").replace(file)
    ring.process.terminate()


def follow(averaged: nn.Module, network: nn.Module, share: float) -> None:
    with torch.no_grad():
        for mean, now in zip(averaged.state_dict().values(), network.state_dict().values(), strict=True):
            if mean.dtype.is_floating_point:
                mean.lerp_(now, 1 - share)


def measured(network: nn.Module, watch: tuple[torch.Tensor, torch.Tensor]) -> float:
    network.eval()
    with torch.no_grad():
        return float(
            torch.cat([off(network(p), a) for p, a in zip(*(w.split(128) for w in watch), strict=True)]).mean()
        )


class InPixels(nn.Module):
    """The network as Antigone runs it: its points are pixels of the picture that it saw."""

    def __init__(self, network: Points) -> None:
        super().__init__()
        self.network = network

    def forward(self, pictures: torch.Tensor) -> torch.Tensor:
        out: torch.Tensor = self.network(pictures)
        return out[:, :10] * EYES + (SIDE - 1) / 2


def export(out: Path) -> None:
    kept = torch.load(out / "checkpoint.pt", weights_only=True)
    network = Points()
    network.load_state_dict(kept["averaged"])
    network.eval()
    names = {"input_names": ["picture"], "output_names": ["points"]}
    torch.onnx.export(
        InPixels(network),
        (torch.zeros(1, 3, SIDE, SIDE),),
        str(out / "points.onnx"),
        dynamo=False,
        opset_version=17,
        dynamic_axes={"picture": {0: "n"}, "points": {0: "n"}},
        **names,
    )
    figures = {
        "step": kept["step"],
        "watched": round(kept["watched"], 4),
        "seed": SEED,
        "parameters": sum(p.numel() for p in network.parameters()),
    }
    (out / "points.json").write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    print(figures, (out / "points.onnx").stat().st_size, "bytes")


if __name__ == "__main__":
    main()
