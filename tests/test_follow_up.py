"""From what was found at a seminar to a published follow-up programme with an event and invitations, and by the trail
back to one card: by an organiser at a desk, by those who spoke on their phones, and by anybody."""

import datetime as dt
from dataclasses import dataclass

import pytest

from talka.events.models import Event
from talka.letters.models import Letter
from talka.needs import actions
from talka.needs.factories import Voiced, voiced_event
from talka.needs.models import FollowUp, Measure, Need, NeedResponse
from talka.people.models import Person
from talka.people.signin import make_link
from talka.programmes.factories import BudgetLineFactory, ProjectFactory, TeamMemberFactory, both
from talka.workshops.models import Card

pytestmark = pytest.mark.browser
DATA, TRUST, FORMS = "Dati par savu novadu", "Uzticēšanās starp kaimiņiem", "Zināšanas par sadarbības formām"
TRAINING, VISIT = "Mācību diena darbam ar datiem", "Brauciens pie tiem, kam izdevies"
IN_SPRING, TAKEN = dt.date(2031, 4, 16), dt.date(2031, 4, 23)
WHY = "Brauciens šogad nav iespējams, autobusa nav."


@dataclass
class Stage:
    """What the chapters share: the seminar with its voices, who runs it, and a way to let people in."""

    voiced: Voiced
    organiser: Person
    person: object

    @property
    def programme(self):
        return self.voiced.event.project.programme


@pytest.fixture
def stage(django_db_blocker, tmp_path):
    from .live_site import Visitor, Watch, house

    with house(django_db_blocker, "followup", tmp_path / "var") as (browser, server):
        watch = Watch()
        project = ProjectFactory(title=both("Plānošanas kapacitāte", "Planning capacity"))
        BudgetLineFactory(project=project, code="2.1")
        organiser = TeamMemberFactory(programme=project.programme, project=None).person
        voiced = voiced_event(project=project, title=both("IMC-0: pirmais seminārs", "IMC-0: the first seminar"))
        for name, people, kind in ((DATA, 8, "lack"), (TRUST, 6, "lack"), (FORMS, 5, "lack"), (TRAINING, 7, "do")):
            voiced.theme(name, people, kind=kind, municipalities=3)
        yield Stage(voiced, organiser, lambda **kind: Visitor(browser, server.address, watch, **kind))
    assert not watch.faults, "\n".join(["", *dict.fromkeys(watch.faults)])


def test_from_the_findings_to_what_is_held_and_back_to_a_card(stage):
    zane = stage.person()
    zane.open(make_link(stage.organiser))
    zane.press("main form button")
    findings_become_needs_and_measures(stage, zane)
    measures_get_cost_days_and_needs(stage, zane)
    a_choice_is_computed_and_changed_by_hand(stage, zane)
    it_is_decided_and_published(stage, zane)
    a_measure_is_held_and_those_who_spoke_are_invited(stage, zane)
    those_who_spoke_hear_what_came_of_it(stage, zane)
    anybody_walks_back_to_one_card(stage)


def findings_become_needs_and_measures(stage, zane):
    path = f"/e/{stage.voiced.event.slug}/needs/"
    zane.open(path)
    zane.press(f"form[action='{path}take-over/'] button")
    zane.press(f"form[action='{path}publish/'] button")
    zane.open(f"/e/{stage.voiced.event.slug}/findings/")
    assert DATA in zane.told() and TRAINING in zane.told()
    zane.open(f"/programmes/{stage.programme.slug}/needs/")
    assert set(Need.objects.values_list("words", flat=True)) == {DATA, TRUST, FORMS}


def measures_get_cost_days_and_needs(stage, zane):
    needs = {need.words: need.pk for need in Need.objects.all()}
    zane.open(f"/programmes/{stage.programme.slug}/measures/")
    zane.press(f"main a:has-text('{TRAINING}')")
    zane.press("main a[href$='/edit/']")
    zane.choose("kind", "training")
    zane.fill(planned_eur="1 200,50", dates="16.04.2031\n23.04.2031", capacity="40", hours="6")
    zane.fill(**{f"need-{needs[DATA]}": "80", f"need-{needs[FORMS]}": "25,5"})
    zane.press("main form:has([name=planned_eur]) button[type=submit]")
    zane.open(f"/programmes/{stage.programme.slug}/measures/new/")
    zane.fill(words=VISIT, planned_eur="2000", dates="2031-05-14")
    zane.choose("kind", "visit")
    zane.fill(**{f"need-{needs[TRUST]}": "100"})
    zane.press("main form:has([name=planned_eur]) button[type=submit]")
    assert str(Measure.objects.get(words=TRAINING).planned_eur) == "1200.50"
    zane.open(f"/programmes/{stage.programme.slug}/followup/")
    # Looking at the page opens all that is folded, unless one of its make was looked at before.
    zane.page.evaluate("document.querySelectorAll('main details').forEach(each => each.open = true)")
    zane.fill(day=TAKEN.isoformat(), why="Pašvaldību vēlēšanas (izdomātas)")
    zane.press("form[action$='/taken/'] button[type=submit]")
    assert "Pašvaldību vēlēšanas" in zane.told()


def a_choice_is_computed_and_changed_by_hand(stage, zane):
    zane.press("main a[href$='/followup/new/']")
    zane.fill(title="Pēc balsīm", budget_eur="4000", first_day="2031-03-01", last_day="2031-06-30")
    zane.choose("weighting", "votes")
    zane.press("main form:has([name=budget_eur]) button[type=submit]")
    zane.press("form[action$='/compute/'] button")
    told = zane.told()
    assert TRAINING in told and VISIT in told and "16.04.2031" in told
    visit = Measure.objects.get(words=VISIT)
    zane.page.locator(f"#day-{visit.pk}").select_option("")
    zane.press(f"button[name=measure][value='{visit.pk}']")
    assert "Brauciens" in zane.page.locator("section[aria-labelledby=out]").inner_text()
    plan = FollowUp.objects.get()
    assert plan.run.hand_changes.get().cost == 6
    assert [(row.measure.words, row.day) for row in plan.planned.all()] == [(TRAINING, IN_SPRING)]


def it_is_decided_and_published(stage, zane):
    zane.press("form[action$='/copy/'] button")
    zane.fill(title="Pēc pašvaldību skaita")
    zane.choose("weighting", "municipalities")
    zane.press("main form:has([name=budget_eur]) button[type=submit]")
    zane.press("form[action$='/compute/'] button")
    zane.open(f"/programmes/{stage.programme.slug}/followup/")
    zane.press("main a:has-text('Pēc balsīm')")
    zane.fill(reason=WHY)
    zane.press("form[action$='/decide/'] button[type=submit]")
    zane.press("form[action$='/publish/'] button")
    plan = FollowUp.objects.get(title="Pēc balsīm")
    assert (plan.state, plan.published_at is not None) == ("decided", True)
    assert FollowUp.objects.get(title="Pēc pašvaldību skaita").state == "set_aside"
    anybody = stage.person(phone=True)
    anybody.open(f"/programmes/{stage.programme.slug}/followup/")
    anybody.press("main a:has-text('Pēc balsīm')")
    assert WHY in anybody.told() and TRAINING in anybody.told()


def a_measure_is_held_and_those_who_spoke_are_invited(stage, zane):
    zane.press(f"section[aria-labelledby=chosen] a:has-text('{TRAINING}')")
    zane.press("form[action$='/event/'] button")
    event = Event.objects.get(answers_measures__words=TRAINING)
    assert (event.first_day, event.state, event.follows) == (IN_SPRING, "draft", stage.voiced.event)
    zane.press("main button[name=deed][value=publish]")
    zane.press(f"form[action='/e/{event.slug}/needs/invite/'] button")
    assert event.invitations.count() == 13
    zane.press("main button[name=deed][value=send]")
    letters = Letter.objects.filter(kind="invitation")
    assert letters.count() == 13
    invitation = event.invitations.order_by("pk").first()
    guest = stage.person(phone=True)
    guest.open(f"/i/{invitation.token}/")
    guest.press("main a.button-primary")
    assert guest.page.locator("input[name=email]").input_value() == invitation.person.email


def those_who_spoke_hear_what_came_of_it(stage, zane):
    zane.open(f"/e/{stage.voiced.event.slug}/became/")
    zane.press("form[action$='/became/tell/'] button")
    letter = Letter.objects.filter(kind="became", text__contains="/words/").order_by("pk").first()
    own = letter.text[letter.text.index("/r/") :].split()[0]
    speaker = stage.person(phone=True)
    speaker.open(own)
    assert TRAINING in speaker.told() and f"{DATA}: balss" in speaker.told()
    speaker.fill(words="Dati par manu pagastu")
    speaker.press("form.wording button:not([name])")
    assert NeedResponse.objects.get().words == "Dati par manu pagastu"
    need = Need.objects.get(words=DATA)
    zane.open(f"/needs/{need.pk}/")
    zane.press("form[action$='/wording/'] button[name=take]")
    need.refresh_from_db()
    assert need.words == "Dati par manu pagastu"
    wall = stage.person()
    wall.open(f"/e/{Event.objects.get(answers_measures__words=TRAINING).slug}/since/")
    assert "Dati par manu pagastu" in wall.told()


def anybody_walks_back_to_one_card(stage):
    event = Event.objects.get(answers_measures__words=TRAINING)
    card = Card.objects.filter(text__startswith=f"{DATA}: balss").order_by("pk").first()
    anybody = stage.person(phone=True)
    anybody.open(f"/trail/event/{event.pk}/")
    anybody.press(f"main a[href='/trail/measure/{Measure.objects.get(words=TRAINING).pk}/']:visible")
    assert "Pēc balsīm" in anybody.told()
    anybody.press(f"main a[href='/trail/need/{Need.objects.get(words='Dati par manu pagastu').pk}/']:visible")
    assert "IMC-0" in anybody.told() and card.text in anybody.told()
    anybody.press(f"main a[href='/trail/card/{card.pk}/']:visible")
    told = anybody.told()
    assert card.text in told and TRAINING in told
    names = Person.objects.filter(registrations__event=stage.voiced.event)
    assert not [person.name for person in names if person.name in told]
    assert actions.tell_those_who_spoke(stage.voiced.event, by=stage.organiser) == 0
