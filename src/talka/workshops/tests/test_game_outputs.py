"""What teams bring: sheets, evidence with its photos, ideas they had in common."""

import uuid

import pytest
from PIL import Image

from talka.documents.storage import open_file
from talka.people.factories import PersonFactory
from talka.workshops.actions import (
    cards,
    common_ideas,
    evidence,
    pictures,
    sheets,
)
from talka.workshops.models import Card, Picture
from talka.workshops.queries.common_ideas import common_suggestion, idea_cards
from talka.workshops.queries.outputs import outputs
from talka.workshops.queries.stages import stages_of

from .game import (
    card,
    photo,
    refused,
)

pytestmark = pytest.mark.django_db


def test_a_sheet_takes_only_its_own_headings_sizes_and_answers(game):
    team, seat = game.teams[0], game.of(game.teams[0])[0]
    for words in ({"nonsense": "x"}, {"idea-kind": "party"}, {"what": "x" * 601}, {"title": "x" * 201}):
        with refused(422):
            sheets.write_sheet(team, "final-ideas", words, 0, seat=seat)
    with refused(404):
        sheets.write_sheet(team, "ideas", {"what": "x"}, 0, seat=seat)
    with refused(403):
        sheets.write_sheet(game.teams[1], "final-ideas", {"what": "x"}, 0, seat=seat)
    game.close()
    with refused(409):
        sheets.write_sheet(team, "final-ideas", {"what": "x"}, 0, seat=seat)


def test_an_idea_is_chosen_among_the_teams_own(game):
    game.go("ideas")
    ours, theirs = (card(game.of(team)[0], "ideas", "idea", f"Ideja {team.number}") for team in game.teams[:2])
    team, seat = game.teams[0], game.of(game.teams[0])[0]
    with refused(404):
        sheets.open_sheet(team, "future-ideas", theirs, seat=seat)
    assert sheets.open_sheet(team, "future-ideas", ours, seat=seat).title == "Ideja 1"
    sheets.write_sheet(team, "future-ideas", {"what": "Darbnīca", "idea-kind": "service"}, 1, seat=seat)
    later = sheets.open_sheet(team, "final-ideas", seat=seat)
    assert (later.card_id, later.title, later.words) == (
        ours.pk,
        "Ideja 1",
        {"what": "Darbnīca", "idea-kind": "service"},
    )


def test_evidence_keeps_whom_was_asked_and_a_photo_without_where_it_was_taken(game):
    game.go("testing")
    seat, name = game.of(game.teams[0])[0], uuid.uuid4()
    for _twice in range(2):
        evidence.bring(
            seat,
            name,
            "testing",
            "evidence-for",
            "Es nāktu",
            source="pārdevēja",
            picture=(photo(exif=True).file, "IMG_1.jpg", "Laukums"),
        )
    assert [(each.text, each.source) for each in Card.objects.filter(stage__key="testing")] == [
        ("Es nāktu", "pārdevēja")
    ]
    picture = Picture.objects.get(card=name)
    with open_file(picture.file.name) as file, Image.open(file) as kept:
        assert not kept.getexif()
        assert kept.info.get("exif") is None
    with refused(409):
        cards.write(seat, name, "testing", "evidence-for", "Es nāktu", source="cits")
    before = Card.objects.count()
    with refused(400):
        evidence.bring(
            seat, uuid.uuid4(), "testing", "evidence-for", "Ar viltus bildi",
            picture=(photo_of(b"<svg onload=alert(1)>"), "bilde.jpg", "Nekas"),
        )  # fmt: skip
    with refused(422):
        evidence.bring(seat, uuid.uuid4(), "ideas", "idea", "Ne šeit")
    assert Card.objects.count() == before


def photo_of(content: bytes):
    import io

    return io.BytesIO(content)


def test_a_photo_goes_with_its_file_and_only_its_author_or_leader_takes_it_away(game):
    game.go("testing")
    one, two = game.of(game.teams[0])[:2]
    made = card(one, "testing", "evidence-for", "Laukums ir tukšs")
    with refused(403):
        pictures.add_picture(game.teams[0], photo().file, "b.jpg", "Laukums", card=made, seat=two)
    with refused(422):
        pictures.add_picture(game.teams[0], photo().file, "b.jpg", " ", card=made, seat=one)
    kept = pictures.add_picture(game.teams[0], photo().file, "b.jpg", "Laukums", card=made, seat=one)
    first = kept.file.name
    changed = pictures.add_picture(game.teams[0], photo("red").file, "b.jpg", "Laukums", card=made, seat=one)
    assert changed.pk == kept.pk
    with pytest.raises(FileNotFoundError):
        open_file(first)
    with refused(403):
        pictures.take_away(Picture.objects.get(pk=kept.pk), seat=game.of(game.teams[1])[0])
    pictures.take_away(Picture.objects.get(pk=kept.pk), by=game.master)
    assert not Picture.objects.exists()


def test_common_ideas_show_where_each_card_stood_before_anybody_moves_it(game):
    game.go("ideas")
    one, two = (card(game.of(team)[0], "ideas", "idea", "Darbnīca") for team in game.teams[:2])
    made = common_ideas.make(game.workshop, "Darbnīca visiem", {one.pk: None}, by=game.master)
    with refused(409):
        common_ideas.move(game.workshop, {one.pk: None, two.pk: None}, made.pk, by=game.master)
    common_ideas.move(game.workshop, {two.pk: None}, made.pk, by=game.master)
    assert outputs(game.workshop).common[0].teams == 2
    common_ideas.rename(game.workshop, made.pk, "Kopīga darbnīca", 1, by=game.master)
    with refused(409):
        common_ideas.rename(game.workshop, made.pk, "Cits vārds", 1, by=game.master)
    common_ideas.remove(game.workshop, made.pk, by=game.master)
    assert outputs(game.workshop).common == ()
    assert not Card.objects.exclude(common=None).exists()
    with refused(403):
        common_ideas.make(game.workshop, "Svešs", {}, by=PersonFactory())


def test_ideas_that_say_the_same_are_suggested_over_teams_and_taken_or_left(game):
    game.go("ideas")
    said = ["Koka laipa gar upi", "Laipa gar upes krastu", "Upes laipa no koka", "Jauniešu ziņu kanāls"]
    for team, words in zip(game.teams, said, strict=False):
        card(game.of(team)[0], "ideas", "idea", words)
    run = common_ideas.suggest(game.workshop, by=game.master)
    assert (run.state, run.subject_kind) == ("proposed", "common-ideas")
    ideas = idea_cards(game.teams, stages_of(game.workshop))
    (row,) = common_suggestion(game.workshop, ideas, ()).rows
    assert {each.text for each in row.cards} == set(said[:3])
    assert not Card.objects.exclude(common=None).exists()
    chosen = {uuid.UUID(each.id) for each in row.cards[:2]}
    made = common_ideas.take_suggested(game.workshop, run, row.key, "Laipa", chosen, by=game.master)
    assert (made.name, made.cards.count()) == ("Laipa", 2)
    with refused(409):
        common_ideas.take_suggested(game.workshop, run, row.key, "Laipa", chosen, by=game.master)
    common_ideas.end_suggestion(game.workshop, run, by=game.master)
    run.refresh_from_db()
    assert run.state == "overridden"  # one card was left out, and the name is ours
    assert common_suggestion(game.workshop, ideas, ()) is None
    with refused(409):
        common_ideas.end_suggestion(game.workshop, run, by=game.master)
    with refused(403):
        common_ideas.suggest(game.workshop, by=PersonFactory())
