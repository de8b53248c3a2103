"""The phone's page in every kind of stage, and who is told what on it."""

import datetime as dt
import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from talka.workshops.factories import BallotFactory, CardFactory, ClusterFactory, ReportFactory, SeatFactory
from talka.workshops.formats.reading import shipped
from talka.workshops.formats.spec import Kind, Lane, Sees, StageSpec
from talka.workshops.models import Card, Message, Seat, Sheet, Stage, Workshop
from talka.workshops.queries.phone import context_of, shared, shared_of_hall
from talka.workshops.views.frame import cookie_name
from talka.workshops.views.offline import kept_files

from .phone_steps import collect, idea, own_vote, page_of, play_vote, seats


@pytest.mark.parametrize("key", [spec.key for spec in shipped()])
def test_every_step_of_every_format_has_a_light_page_with_one_heading(phone, day, key):
    spec = next(each for each in shipped() if each.key == key)
    day.play(*spec.stages)
    mine, other = Seat.objects.get(), SeatFactory(group=day.groups[0])
    ReportFactory(group=day.groups[1])
    for step in ("", *(stage.key for stage in spec.stages), "closed"):
        day.go_to(step)
        stage = spec.stage(step)
        if stage is not None and stage.lanes and stage.kind != Kind.REPORT:
            for lane in stage.lanes:
                theme = ClusterFactory(group=day.groups[0], lane=lane.key, kind=lane.kind)
                own = day.workshop.stages.get(key=step)
                for number in range(8):
                    CardFactory(
                        seat=other if number else mine,
                        stage=own,
                        lane=lane.key,
                        kind=lane.kind,
                        cluster=theme if number % 3 else None,
                    )
        html = page_of(phone, day)
        assert len(html.encode()) < 60_000, step
        assert html.count("<h1") == 1, step
        assert " style=" not in html, step
        assert 'id="shared"' in html
        if stage is not None:
            assert str(day.workshop.stages.get(key=step)) in html
        group = day.workshop.groups.get(number=1)
        assert context_of(shared(group))["own_ids"] == frozenset()
        assert shared_of_hall(Workshop.objects.get()).group is None


def test_what_is_for_the_facilitator_only_is_seen_by_nobody_else(phone, day):
    day.play(collect(sees=Sees.LEAD), StageSpec("later", Kind.DISCUSS, {"lv": "Runājam"}))
    idea(day, "Klusā doma")
    idea(day, "Mana klusā doma", seat=Seat.objects.order_by("pk").first())
    ClusterFactory(group=day.groups[0], lane="ideas", kind="do", name="Kluss temats")
    for step in ("ideas", "later", "closed"):
        day.go_to(step)
        page = page_of(phone, day)
        assert "Klusā doma" not in page
        assert "Kluss temats" not in page
        assert "Mana klusā doma" in page
    day.go_to("ideas")
    assert "vada grupu" in page_of(phone, day)


@pytest.mark.parametrize(
    ("sees", "audience", "read"),
    [("all", "public", True), ("all", "group", False), ("group", "public", False), ("lead", "public", False)],
)
def test_who_reads_what_other_groups_write(phone, day, sees, audience, read):
    day.play(collect(sees=Sees(sees)))
    Workshop.objects.update(audience=audience)
    idea(day, "Citas grupas doma", group=1)
    assert ("Citas grupas doma" in page_of(phone, day)) is read


def test_cards_that_wait_for_all_stay_hidden_until_all_have_written(phone, day):
    day.play(collect(hidden=True), StageSpec("later", Kind.DISCUSS, {"lv": "Runājam"}))
    mine, other = Seat.objects.get(), seats(day, 1)[0]
    idea(day, "Otra doma", seat=other)
    page = page_of(phone, day)
    assert "Otra doma" not in page
    assert "1 no 2" in page
    stage = day.workshop.stages.get(key="ideas")
    Stage.objects.filter(pk=stage.pk).update(shown_at=timezone.now())
    assert "Otra doma" in page_of(phone, day)
    Stage.objects.filter(pk=stage.pk).update(shown_at=None)
    day.go_to("later")
    assert "Otra doma" in page_of(phone, day)
    day.go_to("ideas")
    idea(day, "Mana doma", seat=mine)
    assert "Otra doma" in page_of(phone, day)


def test_a_name_stands_only_where_names_stand(phone, day):
    day.play(
        collect(named=True),
        StageSpec("quiet", Kind.DISCUSS, {"lv": "Runājam"}, lanes=(Lane("quiet", "note", {"lv": "Piezīme"}),)),
    )
    registration = day.register(day.organisations[0])
    known = SeatFactory(group=day.groups[0], registration=registration)
    called = SeatFactory(group=day.groups[0], name="Ilze no Talsiem")
    idea(day, "Zināmā doma", seat=known)
    idea(day, "Nosauktā doma", seat=called)
    quiet = day.workshop.stages.get(key="quiet")
    silent = SeatFactory(group=day.groups[0], name="Klusais Kārlis")
    CardFactory(seat=silent, stage=quiet, lane="quiet", kind="note", text="Klusa piezīme")
    page = page_of(phone, day)
    assert registration.person.name in page
    assert "Ilze no Talsiem" in page
    day.go_to("quiet")
    page = page_of(phone, day)
    assert "Klusa piezīme" in page
    assert "Klusais Kārlis" not in page


def test_before_writing_a_person_is_told_that_the_name_will_stand(client, day):
    day.play(collect(named=True))
    SeatFactory(group=day.groups[0], credential="mans", name="Aija", joined_at=timezone.now())
    client.cookies[cookie_name(day.workshop)] = "mans"
    page = page_of(client, day)
    assert "Aija" in page
    assert page.index("Aija") < page.index("<textarea")
    Seat.objects.update(name="")
    assert "Aija" not in page_of(client, day)


def test_limits_are_told_and_held(phone, day):
    day.play(collect(limit=3, limit_group=5))
    for number in range(2):
        idea(day, f"{number}. doma", seat=Seat.objects.get())
    idea(day, "cita doma")
    page = page_of(phone, day)
    assert "<span data-written>2</span> no 3" in page
    assert "3 no 5" in page


def test_a_report_is_supported_without_words_and_questioned_with_them(phone, day):
    day.go_to("report")
    ReportFactory(group=day.groups[1], text="Mums vajag koordinatoru.")
    page = page_of(phone, day, "?about=2")
    assert "Mums vajag koordinatoru." in page
    assert re.search(r'value="2" selected', page)
    card = {"stage": "report", "lane": "support", "about": "2", "text": ""}
    assert phone.post(day.room("card/"), card | {"card": "0198c0de-0000-7000-8000-000000000001"}).status_code == 302
    question = card | {"card": "0198c0de-0000-7000-8000-000000000002", "lane": "question", "text": "Kas to maksās?"}
    assert phone.post(day.room("card/"), question).status_code == 302
    assert {(card.text, card.about) for card in Card.objects.all()} == {
        ("Atbalstu", day.groups[1]),
        ("Kas to maksās?", day.groups[1]),
    }
    assert "Kas to maksās?" in page_of(phone, day)
    for wrong in ({"about": ""}, {"about": "9"}, {"about": "x"}):
        third = question | {"card": "0198c0de-0000-7000-8000-000000000003"} | wrong
        assert phone.post(day.room("card/"), third).status_code == 422


def test_a_pitch_shows_the_group_s_own_sheet(phone, day):
    day.play(StageSpec("pitch", Kind.PITCH, {"lv": "Prezentācija"}))
    stage = day.workshop.stages.get()
    Sheet.objects.create(group=day.groups[0], stage=stage, title="Garciema festivāls")
    Sheet.objects.create(group=day.groups[1], stage=stage, title="Svešā ideja")
    page = page_of(phone, day)
    assert "Garciema festivāls" in page
    assert "Svešā ideja" not in page


def test_messages_come_to_those_they_are_for(phone, day):
    for group, text in (
        (None, "Visiem: kafija"),
        (day.groups[0], "Pirmajai: pasteidzieties"),
        (day.groups[1], "Otrajai: klusāk"),
    ):
        Message.objects.create(workshop=day.workshop, group=group, text=text)
    page = page_of(phone, day)
    assert "Visiem: kafija" in page
    assert "Pirmajai: pasteidzieties" in page
    assert "Otrajai: klusāk" not in page


def test_the_clock_only_advises(phone, day):
    day.go_to("lack")
    for left, words in (
        (dt.timedelta(minutes=3, seconds=30), "vēl 4 min"),
        (-dt.timedelta(minutes=1), "laiks ir beidzies"),
    ):
        Workshop.objects.update(clock_ends_at=timezone.now() + left)
        assert words in page_of(phone, day)
    card = {"card": "0198c0de-0000-7000-8000-000000000001", "stage": "lack", "lane": "lack", "text": "Doma"}
    assert phone.post(day.room("card/"), card).status_code == 302
    assert not Card.objects.get().late


def test_who_has_the_word_is_told(phone, day):
    day.go_to("report")
    Workshop.objects.update(speaking=day.groups[1])
    page = page_of(phone, day)
    assert page.count("panel-accent") == 1
    assert 'class="word"' in page


def test_what_is_own_stands_beside_for_the_page_s_script(phone, day):
    theme, stage = play_vote(day)
    mine = Seat.objects.order_by("pk").first()
    own_vote(day, theme, stage, 3)
    card = idea(day, "</script><script>alert(1)</script>", seat=mine)
    page = page_of(phone, day)
    assert "<script>alert" not in page
    own = json.loads(re.search(r'<script id="own" type="application/json">(.*?)</script>', page)[1])
    assert own["seat"] == mine.pk
    assert own["votes"] == {f"vote|theme:{theme.pk}|": 3}
    assert own["left"] == 2
    assert [(row["id"], row["lane"], row["stage"], row["text"]) for row in own["cards"]] == [
        (str(card.pk), "ideas", "ideas", card.text)
    ]


def test_everything_that_the_page_is_made_of_is_kept_for_when_there_is_no_network(phone, day):
    kept = kept_files()
    asked = re.findall(r'(?:href|src)="([^"]+\.(?:css|js))"', page_of(phone, day))
    assert len(asked) > 5
    assert [address for address in asked if address not in kept] == []
    # and what its scripts import in their turn
    for name in ("live/line", "live/tabs", "workshops/steady", "workshops/phone/outbox", "ui/menu"):
        assert any(name in address for address in kept), name


def test_what_all_see_alike_holds_nothing_of_one_seat(phone, day):
    theme, stage = play_vote(day)
    own_vote(day, theme, stage, 3)
    group = day.workshop.groups.get(number=1)
    for _title, rows in context_of(shared(group))["ballots"]:
        assert [give.mine for row in rows for give in row.gives] == [0]


@pytest.mark.parametrize("step", ["", "lack", "themes", "vote", "who", "report", "closed"])
def test_a_page_asks_as_often_for_three_as_for_one(phone, day, step):
    counts = []
    for _more in range(2):
        for group in day.groups:
            seat = SeatFactory(group=group, joined_at=timezone.now())
            theme = ClusterFactory(group=group)
            CardFactory(seat=seat, cluster=theme)
            BallotFactory(seat=seat, cluster=theme)
            Message.objects.create(workshop=day.workshop, text="Ziņa")
            ReportFactory._meta.model.objects.update_or_create(group=group, defaults={"text": "Ziņojums"})
        CardFactory(seat=Seat.objects.first(), text="Mana")
        day.go_to(step)
        page_of(phone, day)
        with CaptureQueriesContext(connection) as asked:
            page_of(phone, day)
        counts.append(len(asked))
        for group in day.groups:
            ClusterFactory(group=group)
            CardFactory.create_batch(2, seat=SeatFactory(group=group))
    assert counts[0] == counts[1] <= 20


def test_a_forged_seat_joins_anew_and_changes_nothing(client, day):
    client.cookies[cookie_name(day.workshop)] = "viltots"
    assert "name_card" in page_of(client, day)
    for path in ("card/", "vote/", "answer/", "call/", "sort/", "move/", "group/", "leave/"):
        assert client.post(day.room(path), {}).status_code == 401, path
