"""Complexity: who has what few others have, among those who have much.

Source: Hidalgo and Hausmann, "The building blocks of economic complexity", PNAS 106(26), 2009: the method of
reflections; its limit is the eigenvector of the second largest eigenvalue (Hausmann, Hidalgo et al., "The Atlas of
Economic Complexity", 2014, box 2.1).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from talka.methods.specialisation.arrays import Floats, Truths, blocks
from talka.methods.specialisation.relatedness import PRESENT

SAME = 1e-9
"""Eigenvalues, and correlations with 0, that are nearer than this are taken for equal."""


class Degenerate(Exception):
    """Complexity cannot be told; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class OfYear:
    """eci, diversity: (A,); pci, ubiquity: (I,). The index is NaN where diversity or ubiquity is 0."""

    eci: Floats
    pci: Floats
    diversity: Floats
    ubiquity: Floats


def complexity(quotients: Floats, *, enough_areas: int = 3, enough_industries: int = 3) -> OfYear:
    """Both indices of one year. quotients: (A, I).

    eci has mean 0 and standard deviation 1 and rises with diversity; pci is in the same unit, so that the eci of an
    area is the mean pci of the industries present there. A missing quotient is a link not seen: it enters no mean.
    Raises Degenerate: few_areas, few_industries, not_connected, tie, alike, no_direction.
    """
    diversity, ubiquity = _counts(quotients)
    there, used = diversity > 0, ubiquity > 0
    if there.sum() < enough_areas:
        raise Degenerate("few_areas")
    if used.sum() < enough_industries:
        raise Degenerate("few_industries")
    kept_areas, kept_industries = diversity[there], ubiquity[used]
    kp = _second(_reflected(quotients, diversity, used), kept_industries)
    weights = np.zeros(len(ubiquity))
    weights[used] = kp
    kc = _sums(quotients, weights)[there] / kept_areas
    spread = float(kc.std())
    if spread <= SAME * float(np.abs(kp).max()):
        raise Degenerate("alike")
    if kept_areas.std() == 0:
        raise Degenerate("no_direction")
    along = float(np.corrcoef(kept_areas, kc)[0, 1])
    if abs(along) < SAME:
        raise Degenerate("no_direction")
    sign = float(np.sign(along))
    eci, pci = np.full(len(diversity), np.nan), np.full(len(ubiquity), np.nan)
    eci[there] = sign * (kc - kc.mean()) / spread
    pci[used] = sign * (kp - kc.mean()) / spread
    return OfYear(eci, pci, diversity, ubiquity)


def _present(quotients: Floats) -> Truths:
    present: Truths = quotients >= PRESENT  # a missing quotient is not
    return present


def _counts(quotients: Floats) -> tuple[Floats, Floats]:
    diversity, ubiquity = np.empty(len(quotients)), np.zeros(quotients.shape[1])
    for part in blocks(quotients):
        present = _present(quotients[part])
        diversity[part] = present.sum(axis=1)
        ubiquity += present.sum(axis=0)
    return diversity, ubiquity


def _reflected(quotients: Floats, diversity: Floats, used: Truths) -> Floats:
    """(I, I) of the industries used: M' D^-1 M, symmetric, so that its eigenvectors are found exactly and fast."""
    found = np.zeros((len(used), len(used)))
    for part in blocks(quotients):
        present = _present(quotients[part]) / np.sqrt(np.maximum(diversity[part], 1.0))[:, None]
        found += present.T @ present
    return found[np.ix_(used, used)]


def _second(reflected: Floats, ubiquity: Floats) -> Floats:
    """The eigenvector of U^-1 M' D^-1 M for its second largest eigenvalue."""
    scale = 1.0 / np.sqrt(ubiquity)
    eigenvalues, vectors = np.linalg.eigh(reflected * scale[:, None] * scale[None, :])
    second = eigenvalues[-2]
    if second > 1.0 - SAME:
        raise Degenerate("not_connected")
    if second < SAME:
        raise Degenerate("alike")
    if len(eigenvalues) > 2 and second - eigenvalues[-3] < SAME:
        raise Degenerate("tie")
    vector = vectors[:, -2] * scale
    kp: Floats = vector / np.abs(vector).max()
    return kp


def _sums(quotients: Floats, weights: Floats) -> Floats:
    """(A,): the weights of the industries present, added up."""
    found = np.empty(len(quotients))
    for part in blocks(quotients):
        found[part] = _present(quotients[part]).astype(np.float64) @ weights
    return found
