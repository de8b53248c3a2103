"""The pages of a game: who may open which, what they tell to whom and when, and that they work without a script."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from talka.people.factories import PersonFactory
from talka.programmes.factories import TeamMemberFactory
from talka.results.queries.trail import trail_of
from talka.workshops.actions import contests, sheets
from talka.workshops.factories import CardFactory
from talka.workshops.formats.reading import shipped_format
from talka.workshops.models import Award, Call, Card, Picture, Seat, Sheet, Workshop

from .game import Game, find_common, photo, play_to_the_vote, score, seat_everybody, set_up

pytestmark = pytest.mark.django_db


@pytest.fixture
def game(game: Game) -> Game:
    """Played up to the voting."""
    play_to_the_vote(game)
    return game


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person.account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def people(game):
    project = game.event.project
    return {
        "administrator": PersonFactory(administrator=True),
        "organiser": TeamMemberFactory(project=project, role="organiser").person,
        "games master": game.master,
        "auditor": TeamMemberFactory(project=project, role="auditor").person,
        "viewer": TeamMemberFactory(project=project, role="viewer").person,
        "of another project": TeamMemberFactory(role="organiser").person,
        "anybody": PersonFactory(with_account=True),
    }


RUN = {"administrator", "organiser", "games master"}


def test_who_runs_the_game_opens_its_pages_and_others_do_not(game, people):
    led = ["guests/", "points/", "ideas/", "ideas.pdf", "ideas/common/", "1/sheets/final-ideas/", "1/name/"]
    seat = game.practitioners[0].pk
    deeds = ["teams/add/", "1/away/", f"guests/{seat}/link/", f"guests/{seat}/out/", "points/back/"]
    picture = Picture.objects.first()
    for role, person in people.items():
        client = signed_in(person)
        wanted = 200 if role in RUN else 404
        for rest in [*led, f"pictures/{picture.pk}/"]:
            assert client.get(game.url(rest)).status_code == wanted, (role, rest)
        assert client.get(f"/e/{game.event.slug}/teams/").status_code == wanted, role
        if role not in RUN:
            for rest in deeds:
                assert client.post(game.url(rest)).status_code == 404, (role, rest)
    for rest in led:
        assert Client().get(game.url(rest)).status_code == 404, rest
    assert Client().get(game.url(f"pictures/{picture.pk}/")).status_code == 404


def test_ideas_are_published_when_the_work_is_closed_and_were_written_for_everybody(game):
    find_common(game)
    contests.award(game.teams[2], "Skaļākie", 4, name=uuid.uuid4(), by=game.master)
    for seat in game.players:
        for team in game.teams:
            if seat.group_id != team.pk:
                score(seat, team, 5 if team.number == 2 else 2, "fun")
    picture = Picture.objects.first()
    assert Client().get(game.url("ideas/")).status_code == 404
    game.close()
    told = Client().get(game.url("ideas/")).content.decode()
    for words in (
        "Lielā ideja 2",
        "Darbnīca visiem",
        "Es nāktu katru nedēļu",
        "veikala pārdevēja",
        "5,00",
        "Projekts vai",
    ):
        assert words in told
    assert told.count('class="evidence-photo"') == 5
    assert Client().get(game.url(f"pictures/{picture.pk}/")).headers["Content-Type"] == "image/jpeg"
    paper = Client().get(game.url("ideas.pdf"))
    assert paper.content.startswith(b"%PDF")
    Workshop.objects.filter(pk=game.workshop.pk).update(audience="ministry")
    assert Client().get(game.url("ideas/")).status_code == 404
    assert Client().get(game.url("ideas.pdf")).status_code == 404
    assert Client().get(game.url(f"pictures/{picture.pk}/")).status_code == 404
    assert signed_in(game.master).get(game.url("ideas/")).status_code == 200


def test_no_result_is_told_before_it_is_shown(game):
    for seat in game.players[:10]:
        for team in game.teams:
            if seat.group_id != team.pk:
                score(seat, team, 4, "fun")
    assert "4,00" in signed_in(game.master).get(game.url("ideas/")).content.decode()
    phone = game.holding(Client(), game.players[0])
    for rest in ("", "sheets/"):
        assert "4,00" not in phone.get(game.room(rest)).content.decode()


def test_group_work_without_sheets_publishes_no_ideas(day):
    assert signed_in(day.organiser).get(day.url("ideas/")).status_code == 404


def test_a_team_page_works_from_choosing_the_idea_to_the_sheet(game):
    team = game.teams[0]
    seat = game.of(team)[0]
    phone = game.holding(Client(), seat)
    page = phone.get(game.room()).content.decode()
    assert game.room("sheets/final-ideas/") in page
    assert "Ilze Lūse" in page
    sheet = Sheet.objects.get(group=team, stage__key="final-ideas")
    other = Card.objects.filter(group=team, stage__key="ideas").order_by("written_at")[2]
    assert phone.post(game.room("sheets/final-ideas/idea/"), {"card": other.pk}).status_code == 302
    answer = phone.post(
        game.room("sheets/final-ideas/"),
        {"version": sheet.version + 1, "title": "Pagalms", "field-whom": "Visiem", "field-idea-kind": "service"},
    )
    assert answer.status_code == 302
    sheet.refresh_from_db()
    assert (sheet.title, sheet.words["whom"], sheet.words["idea-kind"], sheet.card) == (
        "Pagalms",
        "Visiem",
        "service",
        other,
    )
    assert sheet.words["what"] == "Kopīga darbnīca"  # a heading that was not sent stays
    clash = phone.post(game.room("sheets/final-ideas/"), {"version": 1, "title": "Cits", "field-whom": "Jauniešiem"})
    told = clash.content.decode()
    assert clash.status_code == 409
    assert "Pagalms" in told
    assert 'value="Cits"' in told
    assert f'name="version" value="{sheet.version}"' in told
    theirs = Card.objects.filter(group=game.teams[1], stage__key="ideas")[0]
    assert phone.post(game.room("sheets/final-ideas/idea/"), {"card": theirs.pk}).status_code == 404
    for wrong in ("ideas", "nonsense"):
        assert phone.get(game.room(f"sheets/{wrong}/")).status_code == 404


def test_evidence_with_a_photo_goes_in_without_a_script_and_only_to_who_may_see_it(game):
    seat, stranger = game.of(game.teams[0])[1], game.of(game.teams[1])[0]
    phone = game.holding(Client(), seat)
    assert phone.get(game.room("evidence/")).status_code == 200
    name = uuid.uuid4()
    sent = {
        "card": name,
        "stage": "testing",
        "lane": "evidence-for",
        "text": "",
        "source": "",
        "picture": SimpleUploadedFile("laukums.jpg", photo(exif=True).read(), "image/jpeg"),
        "picture_words": "Tukšs laukums",
    }
    assert phone.post(game.room("evidence/"), sent).status_code == 302
    card = Card.objects.get(pk=name)
    assert (card.text, card.late) == ("Tukšs laukums", True)
    assert game.room(f"pictures/{card.picture.pk}/") in phone.get(game.room("evidence/")).content.decode()
    address = game.room(f"pictures/{card.picture.pk}/")
    answer = phone.get(address)
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert b"Kamera" not in b"".join(answer) if answer.streaming else b"Kamera" not in answer.content
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    for guest in (stranger, game.practitioners[0]):  # the sheets it stands with have been presented to all
        assert game.holding(Client(), guest).get(address).status_code == 200
    game.workshop.stage = game.workshop.stages.get(key="ideas")
    game.workshop.save()
    for guest in (stranger, game.practitioners[0]):
        assert game.holding(Client(), guest).get(address).status_code == 404
    assert game.holding(Client(), game.helper).get(address).status_code == 200
    for wrong in (
        {
            "picture": SimpleUploadedFile("a.jpg", b"<html><script>alert(1)</script>", "image/jpeg"),
            "picture_words": "X",
        },
        {"picture": "", "picture_words": "", "text": " "},
    ):
        answer = phone.post(game.room("evidence/"), sent | {"card": uuid.uuid4()} | wrong)
        assert answer.status_code in (400, 422)
        assert 'class="errors' in answer.content.decode() or "error" in answer.content.decode()
    assert phone.post(game.room(f"card/{card.pk}/picture/"), {"away": "1"}).status_code == 302
    assert not Picture.objects.filter(card=card).exists()
    again = {"picture": SimpleUploadedFile("l.jpg", photo().read(), "image/jpeg"), "picture_words": "Laukums"}
    assert phone.post(game.room(f"card/{card.pk}/picture/"), again).status_code == 302
    assert (
        game.holding(Client(), stranger).post(game.room(f"card/{card.pk}/picture/"), {"away": "1"}).status_code == 404
    )


def test_practitioners_and_helpers_come_by_their_links_and_see_their_own_page(game):
    master = signed_in(game.master)
    answer = master.post(game.url("guests/"), {"role": "practitioner", "name": "Anna Bērza", "expertise": "dārzi"})
    told = answer.content.decode()
    link = told.split('data-copy="')[1].split('"')[0]
    assert "/guest/" in link
    phone = Client()
    path = link.split("testserver")[1]
    assert phone.get(path).status_code == 200
    assert Seat.objects.get(name="Anna Bērza").joined_at is None  # looking takes nothing
    assert phone.post(path).status_code == 302
    seat = Seat.objects.get(name="Anna Bērza")
    player = game.of(game.teams[2])[0]
    team_phone = game.holding(Client(), player)
    assert "dārzi" in team_phone.get(game.room()).content.decode()
    assert team_phone.post(game.room("call/"), {"deed": "practitioner", "practitioner": seat.pk}).status_code == 302
    call = Call.objects.get(practitioner=seat)
    assert str(call.group) in phone.get(game.room()).content.decode()
    assert phone.post(game.room("come/"), {"call": call.pk}).status_code == 302
    assert team_phone.post(game.room("come/"), {"call": call.pk}).status_code == 404
    helper = game.holding(Client(), game.helper)
    page = helper.get(game.room()).content.decode()
    assert game.room("points/") in page
    sent = {"uid": uuid.uuid4(), "group": 1, "points": 3, "words": "Ātrākie"}
    assert helper.post(game.room("points/"), sent).status_code == 302
    assert team_phone.post(game.room("points/"), sent | {"uid": uuid.uuid4()}).status_code == 403
    assert "Ātrākie" in helper.get(game.room()).content.decode()
    assert "Ātrākie" in master.get(game.url("points/")).content.decode()
    assert helper.post(game.room("points/"), {"back": Award.objects.get().pk}).status_code == 302
    assert Award.objects.get().removed_at is not None
    renewed = master.post(game.url(f"guests/{seat.pk}/link/")).content.decode()
    assert link not in renewed
    assert phone.get(game.room()).status_code == 200  # asked to join again, no page of a place
    assert "Anna Bērza" not in phone.get(game.room()).content.decode()


def test_the_public_votes_by_its_qr_code_from_one_place_per_device(game):
    phone = Client()
    assert phone.get(game.room("public/")).status_code == 200
    assert phone.post(game.room("public/")).status_code == 302
    assert phone.post(game.room("public/")).status_code == 302
    assert Seat.objects.filter(workshop=game.workshop, role="public").count() == 1
    page = phone.get(game.room()).content.decode()
    assert 'data-thing="group:1"' in page
    assert game.room("sheets/") in page
    assert "Lielā ideja 1" in phone.get(game.room("sheets/")).content.decode()
    sent = {"stage": "voting", "score:group:1:fun": "4", "score:group:2:local": "5"}
    assert phone.post(game.room("vote/"), sent).status_code == 302
    assert Seat.objects.get(workshop=game.workshop, role="public").ballots.count() == 2
    master_page = signed_in(game.master).get(game.url("guests/")).content.decode()
    assert game.room("public/") in master_page


def test_sheets_of_all_are_read_from_the_first_presentation_on():
    game = set_up()
    seat_everybody(game)
    phone = game.holding(Client(), game.players[0])
    game.go("ideas")
    assert phone.get(game.room("sheets/")).status_code == 404
    game.go("future-ideas")
    assert phone.get(game.room("sheets/")).status_code == 200


def test_a_team_names_itself_on_the_phone_and_by_the_master(game):
    team = game.teams[0]
    phone = game.holding(Client(), game.of(team)[0])
    assert phone.post(game.room("team/"), {"seen": team.name, "name": "Prieka zeme"}).status_code == 302
    assert "Prieka zeme" in phone.get(game.room()).content.decode()
    assert phone.post(game.room("team/"), {"seen": team.name, "name": "Cita"}).status_code == 409
    assert phone.post(game.room("team/"), {"seen": "", "name": ""}).status_code == 422
    master = signed_in(game.master)
    assert master.post(game.url("2/name/"), {"seen": game.teams[1].name, "name": "Spēka zeme"}).status_code == 302
    assert game.teams[1].name == "Spēka zeme"


def test_teams_are_made_on_the_page_and_formed_on_the_next():
    game = set_up()
    master = signed_in(game.master)
    page = master.get(f"/e/{game.event.slug}/teams/").content.decode()
    assert '<option value="game" selected' in page
    answer = master.post(f"/e/{game.event.slug}/teams/", {"format": "game", "number": 6, "size": ""})
    made = Workshop.objects.exclude(pk=game.workshop.pk).get(event=game.event)
    assert answer.headers["Location"] == reverse("workshops:forming", args=[game.event.slug, made.slug])
    assert made.groups.count() == 6
    assert master.get(answer.headers["Location"]).status_code == 200
    assert master.post(f"/e/{game.event.slug}/teams/", {"format": "none", "number": 6}).status_code == 422
    assert master.post(f"/e/{game.event.slug}/teams/", {"format": "game", "number": 99}).status_code == 422
    base = f"/e/{game.event.slug}/groups/{made.slug}/"
    assert master.post(f"{base}teams/add/").status_code == 302
    assert made.groups.count() == 7
    assert master.post(f"{base}7/away/").status_code == 302
    assert made.groups.count() == 6
    told = master.get(f"/e/{game.event.slug}/groups/").content.decode()
    assert "Komanda F" in told


def test_common_ideas_are_found_on_a_page(game):
    master = signed_in(game.master)
    cards = [Card.objects.filter(group=team, stage__key="ideas").order_by("written_at")[0] for team in game.teams[:2]]
    address = game.url("ideas/common/")
    assert (
        master.post(address, {"into": "new", "name": "Kopā", "card": [f"{each.pk}:" for each in cards]}).status_code
        == 302
    )
    idea = game.workshop.common_ideas.get()
    assert idea.cards.count() == 2
    assert (
        master.post(address, {"into": "rename", "idea": idea.pk, "version": 1, "name": "Visi kopā"}).status_code == 302
    )
    assert master.post(address, {"into": "loose", "card": f"{cards[0].pk}:{idea.pk}"}).status_code == 302
    assert idea.cards.count() == 1
    assert master.post(address, {"into": "loose", "card": "nonsense:1"}).status_code == 422
    assert "Visi kopā" in master.get(address).content.decode()
    assert master.post(address, {"into": "suggest"}).status_code == 302
    told = master.get(address).content.decode()
    assert 'id="suggested"' in told
    if 'name="topic"' in told:
        topic = told.split('name="topic" value="')[1].split('"')[0]
        place = told.split('id="suggested"')[1].split('name="card" value="')[1].split('"')[0]
        assert master.post(address, {"into": "take", "topic": topic, "name": "", "card": place}).status_code == 302
    assert master.post(address, {"into": "leave"}).status_code in (302, 409)
    assert master.post(address, {"into": "leave"}).status_code == 409
    assert master.post(address, {"into": "remove", "idea": idea.pk}).status_code == 302


def test_the_trail_leads_from_an_idea_to_its_sheet_and_back(game):
    sheet = Sheet.objects.get(group=game.teams[0], stage__key="final-ideas")
    assert trail_of("sheet", str(sheet.pk), None) is None
    game.close()
    found = trail_of("card", str(sheet.card_id), None)
    assert [thing.title for level in found.after if level.kind == "sheet" for thing in level.things] == [
        "Lielā ideja 1"
    ]
    back = trail_of("sheet", str(sheet.pk), None)
    assert {level.kind for level in back.before} >= {"card", "group", "workshop", "event"}
    early = Sheet.objects.get(group=game.teams[0], stage__key="future-ideas")
    assert early.pk not in {int(thing.id) for level in found.after if level.kind == "sheet" for thing in level.things}


def test_a_sheet_sent_as_a_deed_is_written_once_and_a_clash_is_told(game):
    from talka.workshops.actions.deeds import perform

    seat = game.of(game.teams[0])[0]
    sheet = Sheet.objects.get(group=game.teams[0], stage__key="final-ideas")
    sent = {
        "id": str(uuid.uuid4()),
        "deed": "sheet",
        "stage": "final-ideas",
        "version": sheet.version,
        "words": {"whom": "Visiem"},
    }
    done = perform(seat, sent)
    assert done.facts == {"version": sheet.version + 1}
    assert perform(seat, sent).again
    with pytest.raises(sheets.SheetClash):
        perform(seat, sent | {"id": str(uuid.uuid4()), "words": {"whom": "Citiem"}})


def test_pages_ask_as_often_for_many_teams_as_for_one(game, django_assert_max_num_queries):
    game.close()
    few = Workshop.objects.get(pk=setup_small(game).pk)
    few.closed_at = game.workshop.closed_at
    few.save()
    counts = []
    for workshop in (few, game.workshop):
        address = f"/e/{game.event.slug}/groups/{workshop.slug}/ideas/"
        Client().get(address)
        with CaptureQueriesContext(connection) as asked:
            assert Client().get(address).status_code == 200
        counts.append(len(asked))
    assert counts[0] >= counts[1] - 1
    assert max(counts) < 30


def setup_small(game: Game) -> Workshop:
    """A second game with one team, one idea, one piece of evidence."""
    from talka.workshops.actions import teams

    workshop = teams.make_teams(game.event, shipped_format("game"), number=1, by=game.master)
    team = workshop.groups.get()
    ideas, testing = (workshop.stages.get(key=key) for key in ("ideas", "testing"))
    card = CardFactory(group=team, workshop=workshop, stage=ideas, lane="idea", kind="do")
    CardFactory(group=team, workshop=workshop, stage=testing, lane="evidence-for", kind="note")
    sheets.open_sheet(team, "final-ideas", card, by=game.master)
    return workshop
