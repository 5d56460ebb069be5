"""Writes a golden file; README.md says what its lines mean."""

import math
from pathlib import Path

import torch

from models import CLASSES, random

HERE = Path(__file__).parent
STANDARD_ERRORS = 5  # what a statistic may be off by


class Golden:
    """One golden file, written line by line."""

    def __init__(self, name, what):
        self.path = HERE / f"{name}.txt"
        self.lines = [f"# {what} Written by make.py; see README.md."]

    def case(self, name, covers, config):
        self.lines += ["", f"case {name}", f"covers {covers}"]
        self.lines += [f"config {line}" for line in config]
        self.lines.append(f"classes {CLASSES}")
        # Each case has random numbers of its own: a new one leaves the others as they are.
        random.manual_seed(sum(ord(c) * 31**i for i, c in enumerate(name)) % 2**31)

    def do(self, line):
        self.lines.append(line)

    def tensor(self, verb, values, digits=6):
        """One line: verb, rank, dimensions, values. What repeats at the end is left out."""
        values = values.detach()
        if values.dim() == 0:
            values = values.reshape(1)
        flat = values.flatten().tolist()
        assert all(map(math.isfinite, flat)), verb
        while len(flat) > 1 and flat[-1] == flat[-2]:
            flat.pop()
        dims = " ".join(str(d) for d in values.shape)
        numbers = " ".join(f"{v:.{digits}g}" for v in flat)
        self.lines.append(f"{verb} {values.dim()} {dims} {numbers}")

    def expect(self, what, values):
        self.tensor(f"expect {what}", values)

    def within(self, tolerance, what, value):
        self.lines.append(f"within {tolerance:.3g} {what} 1 1 {value:.9g}")

    def write(self):
        self.path.write_text("\n".join(self.lines) + "\n")
        print(f"{self.path.name}: {self.path.stat().st_size:,} bytes")
