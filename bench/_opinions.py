"""Polis conversations with the groups that Polis shows, made-up crowds, and a plain way to group them as a peer."""

import csv
import warnings
from collections.abc import Callable
from pathlib import Path

import numpy as np

from talka.methods.opinion.problem import Ballot, Problem, Statement
from talka.methods.opinion.table import UNSEEN, table_of

Groups = dict[str, str]


def folder() -> Path | None:
    """Where Polis exports lie: shared/data/polis beside the project or above; None where they do not."""
    places = (above / "shared" / "data" / "polis" for above in Path(__file__).resolve().parents)
    return next((place for place in places if place.is_dir()), None)


def conversation(place: Path) -> tuple[Problem, Groups]:
    """The votes and moderation of a conversation, and the group of each person there; "" for none."""
    with (place / "participants-votes.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with (place / "comments.csv").open(encoding="utf-8", newline="") as file:
        told = tuple(Statement(row["comment-id"], rejected=row["moderated"] == "-1") for row in csv.DictReader(file))
    ballots = tuple(
        Ballot(row["participant"], {name: int(vote) for name, vote in row.items() if name.isdigit() and vote})
        for row in rows
    )
    return Problem(ballots, told), {row["participant"]: row["group-id"] for row in rows}


def made_up(people: int, statements: int, *, camps: int, seen: float, firm: float) -> tuple[Problem, Groups]:
    """Camps that each hold a view of each statement, `firm` of the time; one votes on a share `seen` of them."""
    chance = np.random.default_rng(people)
    views = chance.choice((-1, 1), size=(camps, statements))
    views[:, ::4] = 1
    camp = np.arange(people) % camps
    other = chance.integers(-1, 2, size=(people, statements))
    votes = np.where(chance.random((people, statements)) < firm, views[camp], other)
    there = chance.random((people, statements)) < seen
    ballots = tuple(
        Ballot(f"{row}", {f"{at}": int(votes[row, at]) for at in np.flatnonzero(there[row]).tolist()})
        for row in range(people)
    )
    return Problem(ballots), {f"{row}": f"{camp[row]}" for row in range(people)}


def peer() -> Callable[[Problem], Groups] | None:
    """scikit-learn as one would use it: mean-imputed votes of those who gave enough, two components, KMeans with 2 to 5
    groups, the best silhouette. None where scikit-learn is not installed."""
    try:
        from sklearn.cluster import KMeans
        from sklearn.decomposition import PCA
        from sklearn.impute import SimpleImputer
        from sklearn.metrics import silhouette_score
    except ImportError:
        return None

    def grouped(problem: Problem) -> Groups:
        table = table_of(problem)
        rows = np.sort(table.order)
        votes = np.where(table.votes[rows] == UNSEEN, np.nan, table.votes[rows].astype(float))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            places = PCA(2, random_state=0).fit_transform(SimpleImputer().fit_transform(votes))
        found = [KMeans(groups, n_init=10, random_state=0).fit_predict(places) for groups in (2, 3, 4, 5)]
        best = max(found, key=lambda labels: silhouette_score(places, labels))
        return {table.persons[row]: f"{label}" for row, label in zip(rows.tolist(), best.tolist(), strict=True)}

    return grouped
