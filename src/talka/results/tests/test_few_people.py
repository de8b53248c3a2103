"""What few people said is told neither by itself nor by what is left of a sum."""

import pytest

from talka.needs import actions
from talka.needs.factories import voiced_event
from talka.programmes.factories import TeamMemberFactory
from talka.results.queries.findings_report import findings_report

pytestmark = pytest.mark.django_db


def test_the_sum_of_a_need_does_not_tell_what_few_people_said():
    """Six and two people stand behind two themes of one need: six shown, the need's own figure would tell the two."""
    voiced = voiced_event()
    organiser = TeamMemberFactory(project=voiced.event.project).person
    many, few = voiced.theme("Teikuši daudzi", 6, dots=2), voiced.theme("Teikuši divi", 2, dots=3)
    alone = voiced.theme("Atsevišķs", 7, dots=1)
    actions.raise_need(voiced.event, [many.pk, few.pk], words="Kopā", by=organiser)
    report = findings_report(voiced.event, language="lv", base="")
    assert [need.votes for need in report.needs] == [18]
    told = {theme.title: (theme.votes, theme.cards) for theme in report.themes}
    assert told == {many.name: (None, None), few.name: (None, None), alone.name: (7, 7)}
    assert any("7" in point for point in report.groups[0].points)
    assert not any("12" in point for point in report.groups[0].points)
