"""The phone in a real browser: by itself without scripts, thumb-sized at 360 pixels, silent to axe."""

import datetime as dt
import time

import pytest
from django.utils import timezone

from talka.site.browsers import axe_script, violations
from talka.workshops.factories import BallotFactory, CardFactory, ClusterFactory, ReportFactory, SeatFactory
from talka.workshops.formats.reading import shipped_format
from talka.workshops.formats.spec import Kind, On, StageSpec, Vote, Way
from talka.workshops.models import Answer, Ballot, Card, Cluster, Message, Seat, Workshop
from talka.workshops.views.frame import cookie_name

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]
LONG = "Starppašvaldību sadarbības koordinēšana un pārrobežu infrastruktūras plānošanas kapacitātes stiprināšana"
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True, "locale": "lv-LV"}
# The label is what the thumb meets, where an input lies in one.
SMALL = """() => [...document.querySelectorAll('main button, main summary, main .button, main select, main input')]
  .filter(e => e.offsetParent && e.type !== 'hidden' && (e.closest('label') || e).getBoundingClientRect().height < 43)
  .map(e => e.outerHTML.slice(0, 100))"""


def opened(browser, site, **how):
    context = browser.new_context(base_url=site.url, **PHONE, **how)
    context.set_default_timeout(15_000)
    return context.new_page()


def take_seat(page, site, day):
    page.context.add_cookies([{"name": cookie_name(day.workshop), "value": "mans", "url": site.url}])


@pytest.mark.parametrize("door", ["square", "code"])
def test_joined_in_ten_seconds(browser, live_server, day, door):
    """From the square on the door one press leads in; from the code on the wall its six signs and two presses."""
    page = opened(browser, live_server, java_script_enabled=False)
    day.seat(1, "mans")
    take_seat(page, live_server, day)
    page.goto(day.room())  # others have joined before: the house has its templates at hand
    page.context.clear_cookies()
    begun = time.monotonic()
    presses = 0
    if door == "square":
        page.goto(day.room("?group=2"))
    else:
        page.goto("/w/")
        page.locator("input[name=code]").fill(day.workshop.code.lower())
        page.locator("main button[type=submit]").click()
        presses += 1
    page.locator("button[name=group][value='2']").click()
    presses += 1
    page.locator("#shared").wait_for()
    assert time.monotonic() - begun < 10
    assert presses == (1 if door == "square" else 2)
    assert page.locator("h1").inner_text() == "Kopienas"
    assert Seat.objects.filter(group__number=2).count() == 2


def test_without_scripts_a_person_writes_sorts_votes_and_answers(browser, live_server, day):
    day.go_to("lack")
    day.seat(0, "mans")
    page = opened(browser, live_server, java_script_enabled=False)
    take_seat(page, live_server, day)
    page.goto(day.room())
    for words in ("Trūkst datu par pagastiem", "Trūkst cilvēku"):
        page.locator("#write textarea").fill(words)
        page.locator("#write button[type=submit]").click()
    assert Card.objects.count() == 2
    page.locator("#mine a", has_text="Labot").first.click()
    page.locator("textarea").fill("Trūkst cilvēku, kas plāno")
    page.locator("main form").first.locator("button[type=submit]").click()
    assert set(Card.objects.values_list("text", flat=True)) == {
        "Trūkst datu par pagastiem",
        "Trūkst cilvēku, kas plāno",
    }
    day.go_to("themes")
    page.goto(day.room())
    for box in page.locator("input[form=sort][name=card]").all():
        box.check()
    page.locator("#sort-into").select_option("new")
    page.locator("button[form=sort][value=move]").click()
    page.locator("input[name=name]").fill("Dati un cilvēki")
    page.locator("main form button[type=submit]").click()
    theme = Cluster.objects.get()
    assert (theme.name, theme.cards.count()) == ("Dati un cilvēki", 2)
    day.go_to("vote")
    page.goto(day.room())
    for _time in range(3):
        page.locator(f"#theme-{theme.pk} [data-give='+1']").click()
    page.locator(f"#theme-{theme.pk} [data-give='-1']").click()
    assert Ballot.objects.get().value == 2
    assert page.locator("[data-left]").inner_text() == "3"
    day.play(*shipped_format("impressions").stages)
    page.goto(day.room())
    page.locator("[data-question=learned] label", has_text="4").click()
    page.locator("[data-question=story] textarea").fill("Tagad zvanām cits citam")
    page.locator("#answers button[type=submit]").click()
    assert {(row.number, row.text) for row in Answer.objects.all()} == {(4, ""), (None, "Tagad zvanām cits citam")}


def fill(day):
    """Long words everywhere: names, cards, themes, messages."""
    mine = day.seat(0, "mans")
    others = SeatFactory.create_batch(5, group=day.groups[0], joined_at=timezone.now())
    themes = ClusterFactory.create_batch(3, group=day.groups[0], name=LONG)
    for number in range(12):
        CardFactory(seat=mine if number < 2 else others[0], text=LONG * 2, cluster=(*themes, None)[number % 4])
    for seat in others:
        BallotFactory(seat=seat, cluster=themes[0])
    for group in day.groups:
        ReportFactory(group=group, text=LONG * 5)
    Message.objects.create(workshop=day.workshop, text=LONG)
    ends = timezone.now() + dt.timedelta(minutes=4)
    Workshop.objects.update(clock_ends_at=ends, speaking=day.groups[1])


def looked_at(page, path):
    page.goto(path)
    page.evaluate("() => document.querySelectorAll('details').forEach(each => { each.open = true; })")
    return [*violations(page), *page.evaluate(SMALL)]


def test_every_kind_of_step_fits_a_small_phone_and_axe_is_silent(browser, live_server, day):
    script = axe_script()
    fill(day)
    faults = {}
    for scheme in ("light", "dark"):
        page = opened(browser, live_server, color_scheme=scheme)
        page.add_init_script(script)
        faults[f"{scheme} join"] = looked_at(page, day.room())
        take_seat(page, live_server, day)
        for step in ("", "lack", "themes", "vote", "who", "report", "closed"):
            day.go_to(step)
            faults[f"{scheme} {step}"] = looked_at(page, day.room("?about=2" if step == "report" else ""))
        for path in ("move/", "taken/", f"card/{Card.objects.order_by('seat').first().pk}/"):
            faults[f"{scheme} {path}"] = looked_at(page, day.room(path))
    scores = StageSpec(
        "scores", Kind.VOTE, {"lv": LONG}, vote=Vote(Way.SCORES, On.GROUPS, own_group=False, top=10), hidden=True
    )
    pitch = StageSpec("pitch", Kind.PITCH, {"lv": LONG}, prompt={"lv": LONG})
    day.play(scores, pitch, *shipped_format("impressions").stages)
    for step in ("scores", "pitch", "impressions"):
        day.go_to(step)
        faults[step] = looked_at(page, day.room())
    assert {place: found for place, found in faults.items() if found} == {}
