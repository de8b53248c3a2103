"""Agreements for tests, made as people make them."""

import datetime as dt
import io
import zipfile
from contextlib import contextmanager
from decimal import Decimal

import pytest
from django.utils import translation

from talka.cooperation.actions.agreements import drafting, endorsements, life, parties, standing
from talka.cooperation.actions.agreements.drafting import Terms
from talka.cooperation.actions.agreements.endorsements import Decision
from talka.cooperation.actions.agreements.parties import Shares
from talka.cooperation.actions.agreements.standing import Standing
from talka.cooperation.models import Agreement
from talka.documents.kept_files import Sent
from talka.ui.refusals import Refusal

DAY = dt.date(2026, 3, 2)
FIRST = dt.date(2024, 1, 1)


def drafted(case, by, **terms) -> Agreement:
    """A cooperation agreement between the partners of a case, with money: 7 000.01 and 3 000.00."""
    terms = {"title": "Kopīgi skolēnu autobusi", "form": "cooperation-agreement", "notice_months": 6} | terms
    row = drafting.begin(case, Terms(**terms), by=by)
    set_shares(row, "10000.01", ["7000.01", "3000.00"], by=by)
    return again(row)


def set_shares(row, budget, amounts, by, key="usage", capital=None):
    pks = row.parties.filter(state="party").order_by("order").values_list("pk", flat=True)
    said = {pk: None if each is None else Decimal(each) for pk, each in zip(pks, amounts, strict=True)}
    shares = Shares(key, "", Decimal(budget) if budget else None, "year", Decimal(capital) if capital else None, said)
    parties.set_shares(again(row), shares, version=again(row).version, by=by)


def endorsed_by(row, *people, on=DAY, answer="endorsed", reason=""):
    """Each person's council decides about the text that holds now."""
    for person in people:
        party = row.parties.get(organisation=person.organisation)
        decision = Decision(answer, again(row).text_number, on, "5.1", reason)
        endorsements.answer(party, decision, Sent(), by=person)
    return again(row)


def in_force(row, by, *people, on=dt.date(2026, 4, 1)):
    endorsements.send(again(row), by=by)
    endorsed_by(row, *people)
    life.enter_into_force(again(row), on=on, number="L-7", sent=Sent(), by=by)
    return again(row)


@contextmanager
def refused(words):
    """The deed is refused with these English words, whatever language the last page was in."""
    with translation.override("en"), pytest.raises(Refusal, match=words) as told:
        yield told


def again(row):
    return type(row).objects.get(pk=row.pk)


def signed_file(*, complete: bool = True) -> io.BytesIO:
    """An ASiC-E container as eParaksts makes it: a document and its signature, or one without a signature."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.etsi.asic-e+zip")
        archive.writestr("lemums.pdf", b"%PDF-1.7")
        if complete:
            archive.writestr("META-INF/signatures0.xml", "<signature/>")
    out.seek(0)
    return out


def entered(clerk, friend, *, public=True, amounts=(), **more) -> Agreement:
    terms = {"title": "Atkritumu poligons", "form": "cooperation-agreement", "service": "waste", "valid_from": FIRST}
    states = {name: more.pop(name) for name in ("state", "ended_on", "state_reason", "budget") if name in more}
    data = Standing(Terms(**terms | more), (clerk.organisation, friend), amounts=amounts, **states)
    return standing.enter(data, Sent(), by=clerk, public=public)
