"""An idea sheet of a game becomes an initiative: it is supported, deliberated, chosen with others, decided by the
council; the answer reaches everybody, anybody counts the vote again, and the trail leads back to the card it came from.
"""

import csv
import datetime as dt
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.utils import timezone
from docx import Document

from talka.initiatives.factories.deliberation import DeliberationMemberFactory, StatementVoteFactory
from talka.initiatives.models import (
    Ballot,
    Choosing,
    ChoosingOption,
    CouncilDecision,
    CouncilQuestion,
    Deliberation,
    Initiative,
    Statement,
    StatementVote,
    Supporter,
)
from talka.letters.models import Letter
from talka.people.factories import OrganisationFactory, PersonFactory
from talka.people.models import Organisation, Person
from talka.people.signin import make_link
from talka.territories.factories import AreaFactory
from talka.territories.models import Area
from talka.workshops.models import Card, Picture, Sheet
from talka.workshops.tests.game import Game, play_to_the_vote, seat_everybody, set_up

from .live_site import Visitor, house
from .walked_training import Browsers, link_in

pytestmark = pytest.mark.browser
PLACE = "Sēlijas novads"
SUPPORTER = "zigrida@pagasts.example"
STATEMENTS = (
    "Darbnīcai vajag atslēgu, ko var paņemt katrs.",
    "Darbnīca vakaros traucēs kaimiņiem.",
    "Instrumentus var ziedot paši iedzīvotāji.",
)
VOTERS = [f"balso{number}@pagasts.example" for number in range(6)]


@dataclass
class Stage:
    """What was there before: a played game with an idea sheet, the place with its municipality, two people."""

    game: Game
    sheet: Sheet
    area: Area
    council: Organisation
    author: Person
    clerk: Person


def stage() -> Stage:
    area = AreaFactory(name=PLACE)
    council = OrganisationFactory(name="Sēlijas novada pašvaldība", area=area)
    game = set_up()
    seat_everybody(game)
    play_to_the_vote(game)
    game.close()
    game.workshop.audience = "public"
    game.workshop.save(update_fields=["audience"])
    Picture.objects.all().delete()  # their files lie where the tests keep theirs, not with the server
    sheet = Sheet.objects.select_related("card").get(group=game.teams[0], stage__key="final-ideas")
    author = PersonFactory(given_name="Biruta", family_name="Celma", email="biruta@pagasts.example", with_account=True)
    clerk = PersonFactory(email="lietvede@selija.example", organisation=council, with_account=True)
    return Stage(game, sheet, area, council, author, clerk)


def test_an_idea_is_decided_by_the_council(django_db_blocker, tmp_path):
    with house(django_db_blocker, "initiative", tmp_path / "var") as (browser, server):
        world, browsers = stage(), Browsers(browser, server)
        biruta, clerk = _signs_in(browsers.phone(), world.author), _signs_in(browsers.laptop(), world.clerk)
        initiative = _an_idea_sheet_becomes_an_initiative(world, biruta, browsers)
        _somebody_supports_it_from_a_mailbox(initiative, browsers)
        _people_deliberate(world, initiative, clerk, biruta, browsers)
        _it_is_chosen_with_another(world, initiative, clerk, browsers, tmp_path)
        _the_council_decides(initiative, clerk, biruta, browsers, tmp_path)
        _the_trail_shows_the_card(world, initiative, biruta, browsers)
        assert not browsers.watch.faults, "\n".join(["", *dict.fromkeys(browsers.watch.faults)])


def _signs_in(visitor: Visitor, person: Person) -> Visitor:
    visitor.open(make_link(person))
    visitor.press("main button[type=submit]")
    return visitor


def _an_idea_sheet_becomes_an_initiative(world: Stage, biruta: Visitor, browsers: Browsers) -> Initiative:
    biruta.open(world.game.url("ideas/"))
    browsers.picture(biruta, "ideas")
    biruta.press(f"a[href$='from=sheet&id={world.sheet.pk}']")
    browsers.picture(biruta, "new-initiative")
    assert biruta.page.locator("[name=title]").input_value() == "Lielā ideja 1", "what the team wrote stands there"
    assert "Kopīga darbnīca" in biruta.page.locator("[name=what]").input_value()
    biruta.fill(title="Darbnīca bijušajā veikalā", why="Nav kur satikties un salabot.", area=PLACE, cost="4500")
    biruta.press("main form button[type=submit]")
    initiative = Initiative.objects.get()
    assert (initiative.state, initiative.area) == ("draft", world.area)
    browsers.picture(biruta, "draft")
    biruta.press("main a[href$='/publish/']")
    biruta.press("main form button[type=submit]")
    initiative.refresh_from_db()
    assert initiative.state == "open"
    browsers.picture(biruta, "initiative")
    return initiative


def _somebody_supports_it_from_a_mailbox(initiative: Initiative, browsers: Browsers) -> None:
    """Without an account: twice is once, and only the press behind the link counts."""
    zigrida = browsers.phone()
    zigrida.open("/initiatives/")
    browsers.picture(zigrida, "initiatives")
    zigrida.press(f"main a[href='/initiatives/{initiative.pk}/']")
    zigrida.press("main a[href$='/support/']")
    zigrida.fill(given_name="Zigrīda", family_name="Ābola", email=SUPPORTER)
    zigrida.press("main form button[type=submit]")
    browsers.picture(zigrida, "support-asked")
    assert not Supporter.objects.filter(initiative=initiative).exists()
    link = link_in(SUPPORTER, f"/initiatives/{initiative.pk}/support/")
    zigrida.open(link)
    browsers.picture(zigrida, "support")
    zigrida.press("main form button[type=submit]")
    zigrida.open(link)
    assert Supporter.objects.filter(initiative=initiative).count() == 1


def _people_deliberate(
    world: Stage, initiative: Initiative, clerk: Visitor, biruta: Visitor, browsers: Browsers
) -> None:
    clerk.open(f"/initiatives/{initiative.pk}/")
    clerk.press(f"main a[href$='/deliberations/new/?initiative={initiative.pk}']")
    clerk.fill(question="Ko darīt ar bijušo veikalu?", introduction="Pašvaldība lems par telpām.")
    clerk.press("main form button[type=submit]")
    row = Deliberation.objects.get()
    at = f"/initiatives/deliberation/{row.pk}"
    clerk.open(f"{at}/statements/")
    for text in STATEMENTS:
        clerk.fill(text=text)
        clerk.press("main form button[type=submit]")
    browsers.picture(clerk, "statements")
    clerk.open(f"{at}/")
    clerk.press(f"form[action='{at}/open/'] button")
    biruta.open(f"{at}/")
    browsers.picture(biruta, "deliberation")
    biruta.press(f"main a[href='{at}/vote/']")
    browsers.picture(biruta, "vote-on-statement")
    for _statement in STATEMENTS:
        biruta.press("button[name=side][value='1']")
    assert StatementVote.objects.filter(member__person=world.author).count() == len(STATEMENTS)
    _others_vote(row)
    clerk.open(f"{at}/")
    clerk.page.locator("main details[data-confirm] summary").first.click()
    clerk.press(f"form[action='{at}/close/'] button[type=submit]")
    biruta.open(f"{at}/results/")
    browsers.picture(biruta, "results")
    told = biruta.told()
    assert STATEMENTS[2] in told and "16" in told, told


def _others_vote(row: Deliberation) -> None:
    """Fifteen more: all would give tools, and stand against each other over the rest."""
    statements = list(Statement.objects.filter(deliberation=row).order_by("number"))
    for number in range(15):
        member = DeliberationMemberFactory(deliberation=row)
        side = 1 if number < 8 else -1
        for statement, value in zip(statements, (side, -side, 1), strict=True):
            StatementVoteFactory(statement=statement, member=member, side=value)


def _it_is_chosen_with_another(
    world: Stage, initiative: Initiative, clerk: Visitor, browsers: Browsers, folder: Path
) -> None:
    today = timezone.localdate()
    clerk.open("/initiatives/choosings/new/")
    clerk.fill(
        title="Pagasta nauda 2027",
        budget="6000",
        first_day=f"{today:%Y-%m-%d}",
        last_day=f"{today + dt.timedelta(days=14):%Y-%m-%d}",
    )
    clerk.choose("area", str(world.area.pk))
    browsers.picture(clerk, "new-choosing")
    clerk.press("main form button[type=submit]")
    row = Choosing.objects.get()
    at = f"/initiatives/choosing/{row.pk}"
    clerk.open(f"{at}/options/initiatives/")
    clerk.choose("chosen", str(initiative.pk))
    clerk.press("main form button[type=submit]")
    clerk.open(f"{at}/options/new/")
    clerk.fill(title="Laipa pie ezera", what="Koka laipa no krasta.", cost="3900")
    clerk.press("main form button[type=submit]")
    clerk.open(f"{at}/roll/")
    for address in VOTERS:
        clerk.page.locator("#one").evaluate("each => { each.open = true }")
        clerk.page.locator("#one [name=email]").fill(address)
        clerk.press("#one button[type=submit]")
    clerk.open(f"{at}/")
    browsers.picture(clerk, "choosing-draft")
    clerk.press(f"form[action='{at}/publish/'] button")
    clerk.open(f"{at}/roll/")
    clerk.press(f"form[action='{at}/roll/send/'] button")
    browsers.picture(clerk, "roll")
    code = _they_vote(browsers)
    Choosing.objects.filter(pk=row.pk).update(closes_at=timezone.now() - dt.timedelta(seconds=1))
    clerk.open(f"{at}/")
    clerk.press(f"form[action='{at}/count/'] button")
    clerk.press(f"form[action='{at}/announce/'] button")
    anybody = browsers.phone()
    anybody.open(f"{at}/")
    browsers.picture(anybody, "result")
    assert "Darbnīca bijušajā veikalā" in anybody.told()
    anybody.open(f"{at}/ballots/")
    anybody.fill(code=code)
    anybody.press("main form button[type=submit]")
    browsers.picture(anybody, "own-ballot")
    assert anybody.page.locator(".notice-success").count() == 1, "the voter finds the own ballot"
    _anybody_counts_again(row, anybody, folder)


def _they_vote(browsers: Browsers) -> str:
    """Four for the workshop, two for the footbridge; the code of the first."""
    numbers = {option.title: option.number for option in ChoosingOption.objects.all()}
    codes = []
    for number, address in enumerate(VOTERS):
        voter = browsers.phone()
        voter.open(link_in(address, "/initiatives/vote/"))
        wanted = numbers["Darbnīca bijušajā veikalā" if number < 4 else "Laipa pie ezera"]
        voter.page.locator(f"main input[type=checkbox][value='{wanted}']").check()
        if not number:
            browsers.picture(voter, "ballot")
        voter.press("main form.form button[type=submit]")
        if not number:
            browsers.picture(voter, "receipt")
        codes.append(voter.page.locator("#receipt").inner_text().strip())
    assert Ballot.objects.count() == len(VOTERS)
    return codes[0]


def _anybody_counts_again(row: Choosing, anybody: Visitor, folder: Path) -> None:
    """With the published file and the command alone."""
    file = folder / "ballots.pb"
    file.write_bytes(anybody.fetch(f"/initiatives/choosing/{row.pk}/ballots.pb"))
    command = anybody.page.locator("#command").inner_text().strip()
    asked = re.sub(r"\S+\.pb", str(file), command).split()
    assert asked[:3] == ["talka", "methods", "equal-shares"], command
    out = folder / "counted"
    done = subprocess.run(
        [sys.executable, "-m", "talka.site.command", *asked[1:], "--out", str(out)],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    funded = {option.code for option in row.options.all() if option.initiative_id is not None}
    with (out / "selected.csv").open() as selected:
        assert {line["project_id"] for line in csv.DictReader(selected)} == funded


def _the_council_decides(
    initiative: Initiative, clerk: Visitor, biruta: Visitor, browsers: Browsers, folder: Path
) -> None:
    biruta.open(f"/initiatives/{initiative.pk}/")
    biruta.press(f"main a[href$='/questions/new/?initiative={initiative.pk}']")
    biruta.fill(text="Lūdzam atļaut izmantot bijušā veikala telpas.")
    biruta.press("main form button[type=submit]")
    question = CouncilQuestion.objects.get()
    at = f"/initiatives/question/{question.pk}"
    browsers.picture(biruta, "question")
    clerk.open(f"{at}/")
    clerk.press(f"main a[href='{at}/take-up/']")
    clerk.fill(committee="Attīstības komiteja", rapporteur="Jānis Kalniņš")
    clerk.press("main form button[type=submit]")
    draft = folder / "lemums.docx"
    draft.write_bytes(clerk.fetch(f"{at}/draft.docx"))
    words = "\n".join(one.text for one in Document(str(draft)).paragraphs)
    assert "Darbnīca bijušajā veikalā" in words
    clerk.press(f"main a[href='{at}/decide/']")
    clerk.fill(
        number="12.§",
        text="Nodot telpas biedrībai uz pieciem gadiem.",
        reasons="Telpas ir tukšas, un naudu izvēlējās paši iedzīvotāji.",
        votes_for="11",
        votes_against="2",
        votes_abstained="1",
        responsible="Īpašumu nodaļa",
    )
    clerk.choose("outcome", "accepted")
    browsers.picture(clerk, "decide")
    clerk.press("main form button[type=submit]")
    browsers.picture(clerk, "decision")
    assert CouncilDecision.objects.get().outcome == "accepted"
    initiative.refresh_from_db()
    assert initiative.state == "accepted"
    for address in (SUPPORTER, "biruta@pagasts.example"):
        letter = Letter.objects.filter(to_address=address).latest("pk")
        assert "12.§" in letter.text and "naudu izvēlējās paši iedzīvotāji" in letter.text, address


def _the_trail_shows_the_card(world: Stage, initiative: Initiative, biruta: Visitor, browsers: Browsers) -> None:
    """From the decision back to what a player wrote on a phone."""
    biruta.open(f"/trail/initiative/{initiative.pk}/")
    browsers.picture(biruta, "trail")
    card = Card.objects.get(pk=world.sheet.card_id)
    told = biruta.told()
    assert card.text in told
    assert "12.§" in told
    assert "Pagasta nauda 2027" in told
