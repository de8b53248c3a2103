"""Published ballots as files: Pabulib's .pb, from which anybody recomputes the result, and a plain table."""

import csv
import io
from collections.abc import Iterator, Sequence

from talka.documents.sheets import Column, Sheet, write_csv

from ..counting_rules import as_counted
from ..models import Choosing
from .choosing_results import ResultShown, ballots_of, name_of
from .choosings import options_of

VOTE_TYPES = {"approval": "approval", "points": "cumulative", "ranking": "scoring"}
RULES = {"shares": "equalshares", "greedy": "greedy", "majority": "majority"}


def pb_file(row: Choosing, result: ResultShown) -> bytes:
    """As the rule took the ballots: withdrawn options are left out, places of a ranking are points. UTF-8."""
    options = [one for one in options_of(row) if one.withdrawn_at is None and one.number is not None]
    codes = [one.code for one in options]
    ballots = list(ballots_of(row))
    votes = {one.option.code: one.votes for one in (*result.funded, *result.rest)}
    chosen = {one.option.code for one in result.funded}
    pointed = row.form != Choosing.Form.APPROVAL
    out = io.StringIO(newline="")
    write = csv.writer(out, delimiter=";", lineterminator="\n").writerow
    for line in (["META"], ["key", "value"], *_meta(row, len(options), len(ballots))):
        write(line)
    write(["PROJECTS"])
    write(["project_id", "cost", "votes", "name", "selected"])
    for one in options:
        write([one.code, str(one.cost), votes.get(one.code) or 0, _line(one.title), int(one.code in chosen)])
    write(["VOTES"])
    write(["voter_id", "voting_method", "vote", *(["points"] if pointed else [])])
    for ballot in ballots:
        points = [int(each) for each in ballot.points]
        taken = as_counted(row.form, codes, [f"{number:03d}" for number in ballot.named], points)
        way = "paper" if ballot.paper is not None else "internet"
        cells = [name_of(ballot), way, ",".join(taken.projects)]
        write([*cells, ",".join(str(each) for each in taken.points)] if pointed else cells)
    return out.getvalue().encode()


def _meta(row: Choosing, options: int, ballots: int) -> Iterator[Sequence[object]]:
    yield "description", _line(row.title)
    yield "country", "Latvia"
    yield "unit", _line(str(row.area))
    yield "instance", row.closes.year
    yield "num_projects", options
    yield "num_votes", ballots
    yield "budget", row.budget
    yield "currency", "EUR"
    yield "vote_type", VOTE_TYPES[row.form]
    rule = RULES[row.rule]
    yield "rule", f"{rule}/{row.completion}" if row.rule == Choosing.Rule.SHARES else rule
    yield "date_begin", row.opens.strftime("%d.%m.%Y")
    yield "date_end", row.last_day.strftime("%d.%m.%Y")
    if row.most is not None:
        yield "max_length", row.most
    if row.points is not None:
        yield "max_sum_points", row.points
    if row.form == Choosing.Form.RANKING:
        yield "comment", "rankings as points: as many as there are options for the first, one fewer for each after it"


def _line(text: str) -> str:
    return " ".join(text.split())


COLUMNS = (
    Column("ballot", "ballot"),
    Column("way", "way"),
    Column("named", "named"),
    Column("points", "points"),
)


def ballots_csv(row: Choosing) -> bytes:
    """As voters gave them, withdrawn options too: ballot, way (online, paper), named (numbers; of a ranking in its
    order), points."""
    rows = [
        {
            "ballot": name_of(ballot),
            "way": "paper" if ballot.paper is not None else "online",
            "named": ",".join(f"{number:03d}" for number in ballot.named),
            "points": ",".join(str(each) for each in ballot.points),
        }
        for ballot in ballots_of(row)
    ]
    return write_csv(Sheet("ballots", COLUMNS, rows))
