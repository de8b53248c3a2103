"""A straight line through points by least squares, with levels of its own for groups, and errors that hold where the
spread differs from point to point or points hang together.

Sources: White, "A heteroskedasticity-consistent covariance matrix estimator and a direct test for heteroskedasticity",
Econometrica 48(4), 1980; MacKinnon and White, "Some heteroskedasticity-consistent covariance matrix estimators with
improved finite sample properties", Journal of Econometrics 29(3), 1985 (HC1); Cameron and Miller, "A practitioner's
guide to cluster-robust inference", Journal of Human Resources 50(2), 2015.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from talka.methods.values import Floats, Whole

ERRORS = ("hc1", "cluster", "classic")


@dataclass(frozen=True)
class Line:
    """y = intercept + slope · x; with groups each has its own intercept, and `intercept` is their mean by points.

    error: of the slope, one standard deviation. freedom: degrees of freedom of its t distribution. r_squared: within
    groups; 0 where y does not vary. residuals, expected [points]. without [points]: the slope if that point is left
    out; NaN where it is alone in its group.
    """

    slope: float
    intercept: float
    error: float
    freedom: int
    r_squared: float
    residuals: Floats
    expected: Floats
    without: Floats

    def interval(self, level: float) -> tuple[float, float]:
        """The confidence interval of the slope."""
        from scipy.special import stdtrit

        far = float(stdtrit(self.freedom, (1 + level) / 2)) * self.error
        return self.slope - far, self.slope + far


def fit(
    x: Floats, y: Floats, *, groups: Whole | None = None, clusters: Whole | None = None, errors: str = "hc1"
) -> Line:
    """The line through points x, y [points].

    groups [points] from 0: each has its own level (fixed effects). clusters [points] from 0: needed for errors
    "cluster". ValueError for unknown errors, too few points, or x that does not vary within groups.
    """
    if errors not in ERRORS or (errors == "cluster") != (clusters is not None):
        raise ValueError(f"errors is one of {ERRORS}, and clusters are given for the second only")
    groups = np.zeros(len(x), np.int64) if groups is None else groups
    sizes = np.bincount(groups).astype(float)
    count, levels = len(x), int((sizes > 0).sum())
    freedom = count - levels - 1
    x_apart, y_apart = _within(x, groups, sizes), _within(y, groups, sizes)
    spread = float(x_apart @ x_apart)
    if freedom < 1 or spread <= 1e-18 * max(1.0, float(x @ x)):
        raise ValueError("there are too few points, or x does not vary within groups")
    if float(y_apart @ y_apart) <= 1e-24 * max(1.0, float(y @ y)):
        # What is left of equal numbers is rounding, and a slope of rounding would look sure.
        y_apart = np.zeros_like(y_apart)
    slope = float(x_apart @ y_apart) / spread
    residuals = y_apart - slope * x_apart
    moment = x_apart * residuals
    if errors == "classic":
        variance = float(residuals @ residuals) / freedom / spread
    elif errors == "hc1":
        variance = count / freedom * float(moment @ moment) / spread**2
    else:
        assert clusters is not None
        sums = np.bincount(clusters, weights=moment)
        many = len(np.unique(clusters))
        scale = many / (many - 1) * (count - 1) / freedom
        variance, freedom = scale * float(sums @ sums) / spread**2, many - 1
    whole = float(y_apart @ y_apart)
    hat = 1 / sizes[groups] + x_apart**2 / spread
    with np.errstate(divide="ignore", invalid="ignore"):
        without = np.where(hat < 1 - 1e-12, slope - moment / (spread * (1 - hat)), np.nan)
    return Line(
        slope=slope,
        intercept=float(y.mean() - slope * x.mean()),
        error=math.sqrt(variance),
        freedom=freedom,
        r_squared=min(1.0, slope * slope * spread / whole) if whole > 0 else 0.0,
        residuals=residuals,
        expected=y - residuals,
        without=without,
    )


def _within(values: Floats, groups: Whole, sizes: Floats) -> Floats:
    """Less the mean of the own group."""
    means: Floats = np.bincount(groups, weights=values) / np.maximum(sizes, 1)
    return values - means[groups]
