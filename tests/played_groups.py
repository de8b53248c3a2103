"""The three working groups of the first seminar, of 11 February 2015, played by keys and thumbs.

Zane leads all groups and Anna takes part, both by keys alone. Juris writes by thumb and in English; Līga's phone loses
the network twice. Gatis leads the second group, in English. What the others of a group say comes by the same deeds.
The agenda is the real one; what people say is made up.
"""

from collections.abc import Callable

from django.utils import timezone
from playwright.sync_api import expect

from talka.workshops.actions import voting
from talka.workshops.factories import SeatFactory
from talka.workshops.models import Ballot, Card, Cluster, Message, Seat

from .by_keys import Keys
from .live_site import SMALL_PHONE, WALL, Server, Visitor
from .played_groups_day import Day, sent, step_is, write, write_by_keys

SCRIPT = "<script>alert('nē')</script> vajag arī drošību"
ALIKE = ("Trūkst datu par pagastiem", "Nav datu par ciemiem un pagastiem", "Vajag datus par katru pagastu")
ROADS = ("Autobusi nekursē vakaros", "Nav autobusa uz skolu", "Autobusu maršruti ir reti")
THEME, PROPOSAL, OTHERS = "Datu par savu vietu", "Mācāmies strādāt ar datiem", "Kaimiņi nerunā cits ar citu"
REPORTS = {1: "Vajag datus par pagastiem.", 2: "Vajag kopīgus projektus.", 3: "Vajag drosmīgus vadītājus."}
NEW = "Otrdienās tiekamies pie kaimiņiem"


def play_the_groups(_server: Server, enter: Callable[..., Visitor]) -> None:
    day = Day(enter)
    zane = Keys(day.signed_in(day.zane))
    the_work_is_made_and_opened(day, zane)
    gatis = day.signed_in(day.gatis, language="en")
    wall = enter(screen=WALL)
    wall.open(f"/w/{day.workshop.code}/projector/{day.workshop.projector_key}/")
    anna = a_place_by_the_code(day)
    juris, liga = day.joins(1, language="en"), day.joins(2)
    phones = (anna.visitor, juris, liga)
    expect(zane.page.locator("#group-1 .figures dd").first).to_contain_text("2/2")

    what_we_lack(day, zane, anna, juris, liga, wall)
    themes(day, zane, anna, gatis, liga)
    which_activities_would_help(day, zane, anna, juris, liga)
    dots(day, zane, anna, juris, liga, wall)
    who_does_what(zane, anna, phones)
    the_plenary(day, zane, anna, gatis, phones, wall)
    what_came_of_it(day, zane, phones)


def the_work_is_made_and_opened(day: Day, zane: Keys) -> None:
    zane.visitor.open(f"/e/{day.event.slug}/groups/")
    zane.choose("select[name=format]", "working-group").go("main form button")
    if not zane.page.url.endswith(day.base):
        zane.go(f"a[href='{day.base}']")
    assert [str(group) for group in day.workshop.groups.order_by("number")] == [
        str(item.title) for item in day.event.items.filter(kind="group").order_by("order")
    ]
    zane.go(f"main a[href='{day.base}settings/']")
    zane.choose("[name=audience]", "public").go("#readers button[type=submit]")
    zane.visitor.open(day.base)


def a_place_by_the_code(day: Day) -> Keys:
    anna = Keys(day.enter(screen=SMALL_PHONE))
    anna.visitor.open("/w/")
    anna.type("[name=code]", day.workshop.code.lower()).go("main form button")
    anna.go("button[name=group][value='1']")
    return anna


def what_we_lack(day: Day, zane: Keys, anna: Keys, juris: Visitor, liga: Visitor, wall: Visitor) -> None:
    zane.press(".on").kept()
    step_is("Kas mums trūkst", anna.visitor, liga)
    step_is("What we lack", juris)
    zane.choose("#show", "board").choose("#show-group", "1").go("#screen button[type=submit]")

    write_by_keys(anna, "Trūkst datu par pagastim")
    expect(wall.page.locator(".wall-card", has_text="pagastim")).to_have_count(1)
    wall.look()
    anna.press("#mine .mini-foot a").type("#mine textarea", ALIKE[0]).press("#mine button[type=submit]").kept()
    expect(wall.page.locator(".wall-card", has_text=ALIKE[0])).to_have_count(1)
    write_by_keys(anna, "Šo ņemšu atpakaļ")
    sent(anna.visitor)
    back = Card.objects.get(text="Šo ņemšu atpakaļ")
    anna.press(f"#mine [data-own-card='{back.pk}'] .mini-foot a")
    anna.press("#mine form button", "Atsaukt").press("#mine form button", "Atsaukt").kept()
    expect(anna.page.locator("#mine li")).to_have_count(1)
    expect(anna.page.locator("#mine li")).to_contain_text(ALIKE[0])
    write(juris, "Nobody asks the young")
    write(juris, SCRIPT)
    day.say(1, "lack", *ALIKE[1:], *ROADS)
    day.say(3, "lack", "Deputāti negrib mācīties")
    expect(anna.page.locator("#board li[data-card]")).to_have_count(8)
    expect(anna.page.locator("#board")).to_contain_text(SCRIPT)
    expect(wall.page.locator(".wall-card", has_text=SCRIPT)).to_have_count(1)

    # Without a network the phone takes what is said, says that it waits, and sends it once.
    write(liga, OTHERS)
    sent(liga)
    liga.cut_off = True
    liga.context.set_offline(True)
    write(liga, "Nav laika satikties")
    write(liga, "Ceļi ir slikti")
    expect(liga.page.locator("#mine [data-mark=unsent]")).to_have_count(2)
    expect(liga.page.locator("#unsent")).to_contain_text("2")
    liga.look()

    zane.press(".lead-clock [value=more-5]").kept()
    for phone in (anna.visitor, juris):
        expect(phone.page.locator("[data-clock]").first).to_be_visible(timeout=30_000)
    zane.press(".lead-clock [value=stop]").kept()
    zane.type("#message-text", "Vēl piecas minūtes").press("#tell button")
    for phone in (anna.visitor, juris):
        expect(phone.page.locator(".message")).to_contain_text("Vēl piecas minūtes")
    assert Message.objects.get(workshop=day.workshop).text == "Vēl piecas minūtes"
    zane.press("#group-2 a[data-to]")
    expect(zane.page.locator("#message-to")).to_have_value("2")
    expect(zane.page.locator("#message-text")).to_be_focused()

    # A group calls; who leads answers.
    anna.press(".call button").kept()
    expect(zane.page.locator("#calls li")).to_have_count(1)
    zane.press("#calls button").kept()
    expect(zane.page.locator("#calls li")).to_have_count(0)


def themes(day: Day, zane: Keys, anna: Keys, gatis: Visitor, liga: Visitor) -> None:
    zane.press(".on").kept()
    step_is("Temati", anna.visitor)
    assert Card.objects.filter(group=day.group(2)).count() == 1
    gatis.open(f"{day.base}2/")
    liga.context.set_offline(False)
    step_is("Temati", liga)
    sent(liga)
    liga.cut_off = False
    expect(gatis.page.locator(".board-card")).to_have_count(3)
    for box in gatis.page.locator(".board-card input").all():
        box.check()
    gatis.page.fill("#theme-name", OTHERS)
    gatis.page.click("#sort-bar button[value=named]")
    expect(gatis.page.locator("fieldset.theme:not(.theme-loose) .board-card")).to_have_count(3)
    gatis.look()
    kept = Card.objects.filter(group=day.group(2)).order_by("written_at")
    assert [card.text for card in kept] == [OTHERS, "Nav laika satikties", "Ceļi ir slikti"]

    # A suggestion is asked for, and one theme of it taken under a better name.
    zane.go("#group-1 .group-name a").go("#loose-lack button[form=suggest]")
    topic = f"#{zane.page.locator('.topic', has_text=ALIKE[2]).get_attribute('id')}"
    zane.type(f"{topic} input[name=name]", THEME).go(f"{topic} button[value=take]")
    zane.go("button[value=rest]")
    theme = Cluster.objects.get(group=day.group(1))
    assert theme.name == THEME
    # On the board by keys: what else belongs there, and a theme of its own for the rest.
    zane.visitor.open(f"{day.base}1/")
    for card in day.group(1).cards.filter(cluster=None, withdrawn_at=None, text__in=ALIKE):
        zane.to(f"#card-{card.pk} input")
        zane.page.keyboard.press("x")
        zane.page.keyboard.press("1")
        expect(zane.page.locator(f"#theme-{theme.pk} #card-{card.pk}")).to_have_count(1)
        zane.kept()
    assert set(ALIKE) <= set(theme.cards.values_list("text", flat=True))
    loose = day.group(1).cards.filter(cluster=None, withdrawn_at=None).count()
    assert loose > 1
    zane.to("#loose-lack .board-card input")
    for place in range(loose):
        zane.page.keyboard.press("x")
        if place + 1 < loose:
            zane.page.keyboard.press("j")
    zane.page.keyboard.press("t")
    zane.page.keyboard.type("Citas domas")
    zane.page.keyboard.press("Enter")
    expect(zane.page.locator("fieldset.theme:not(.theme-loose)")).to_have_count(2)
    zane.kept()
    rest = Cluster.objects.get(group=day.group(1), name="Citas domas")
    zane.to(f"#theme-{rest.pk} .board-card input")
    zane.page.keyboard.press("x")
    zane.page.keyboard.press("l")
    expect(zane.page.locator("#loose-lack .board-card")).to_have_count(1)
    zane.kept()

    # And somebody of the group moves the card from the phone, by its menu.
    moved = day.group(1).cards.get(cluster=None, withdrawn_at=None)
    anna.press(f"[data-card='{moved.pk}'] input", key="Space")
    anna.choose("#sort-into", str(rest.pk)).go("button[form=sort][value=move]")
    moved.refresh_from_db()
    assert moved.cluster == rest
    expect(zane.page.locator("#loose-lack .board-card")).to_have_count(0)


def which_activities_would_help(day: Day, zane: Keys, anna: Keys, juris: Visitor, liga: Visitor) -> None:
    zane.visitor.open(day.base)
    zane.press(".on").kept()
    step_is("Kas būtu jādara", anna.visitor, liga)
    step_is("What should be done", juris)
    write_by_keys(anna, "Jāmācās strādāt ar saviem datiem")
    write(juris, "Vajag kopīgu datu ekspertu")
    write(liga, NEW)
    day.say(3, "do", "Mācības deputātiem")
    sent(anna.visitor)
    zane.press(".on").kept()
    step_is("Priekšlikumu temati", anna.visitor)
    for number, name in ((1, PROPOSAL), (2, NEW), (3, "Mācības deputātiem")):
        zane.visitor.open(f"{day.base}{number}/")
        zane.to("#loose-do .board-card input")
        for place in range(day.group(number).cards.filter(stage__key="do").count()):
            if place:
                zane.page.keyboard.press("j")
            zane.page.keyboard.press("Space")
        zane.type("#theme-name", name).press("#sort-bar button[value=named]")
        expect(zane.page.locator("#loose-do")).to_have_count(0)
        zane.kept()
    zane.visitor.open(day.base)


def dots(day: Day, zane: Keys, anna: Keys, juris: Visitor, liga: Visitor, wall: Visitor) -> None:
    zane.press(".on").kept()
    step_is("Balsošana", anna.visitor, liga)
    step_is("Voting", juris)
    theme, proposal = (Cluster.objects.get(group=day.group(1), name=name) for name in (THEME, PROPOSAL))
    other = Cluster.objects.get(group=day.group(2), name=OTHERS)
    row = f"[data-thing='theme:{theme.pk}']"
    for _dot in range(3):
        anna.press(f"{row} [data-give='+1']").kept()
    anna.press(f"{row} [data-give='-1']").kept()
    for _dot in range(3):
        anna.press(f"[data-thing='theme:{proposal.pk}'] [data-give='+1']").kept()
    expect(anna.page.locator("#left [data-left]")).to_have_text("0")
    sent(anna.visitor)
    juris.page.locator(f"{row} [data-give='+1']").tap()
    sent(juris)

    # Votes and words of a phone without a network: kept, shown as kept, given once.
    liga.cut_off = True
    liga.context.set_offline(True)
    for _dot in range(2):
        liga.page.locator(f"[data-thing='theme:{other.pk}'] [data-give='+1']").tap()
    expect(liga.page.locator(f"[data-thing='theme:{other.pk}'] [data-mine]")).to_have_text("2")
    expect(liga.page.locator(f"[data-thing='theme:{other.pk}'] [data-mark=unsent]")).to_have_count(1)
    if not liga.page.locator("#write textarea").is_visible():
        liga.page.locator("#late > summary").tap()
    write(liga, "Vēl viena vēla doma")
    expect(liga.page.locator("#unsent")).to_contain_text("2")
    assert not Ballot.objects.filter(cluster=other).exists()
    liga.context.set_offline(False)
    sent(liga)
    expect(liga.page.locator("#unsent")).to_be_hidden()
    liga.cut_off = False
    assert Ballot.objects.get(cluster=other).value == 2
    assert Card.objects.get(text="Vēl viena vēla doma").late

    for seat in Seat.objects.filter(group=day.group(1), ballots=None).select_related("group__workshop"):
        voting.give(seat, "vote", voting.Thing("theme", str(theme.pk)), 2)
    for _seat in range(3):
        SeatFactory(group=day.group(1), joined_at=timezone.now())
    for seat in Seat.objects.filter(group=day.group(1), ballots=None).select_related("group__workshop"):
        voting.give(seat, "vote", voting.Thing("theme", str(theme.pk)), 1)
    zane.choose("#show", "votes").choose("#show-group", "1").go("#screen button[type=submit]")
    expect(wall.page.locator(".wall-result", has_text=THEME)).to_have_count(1)
    wall.look()


def who_does_what(zane: Keys, anna: Keys, phones: tuple[Visitor, ...]) -> None:
    zane.press(".on").kept()
    step_is("Kurš ko darīs", phones[0], phones[2])
    write_by_keys(anna, "Anna līdz maijam apzina datus")
    sent(anna.visitor)
    assert Card.objects.get(text="Anna līdz maijam apzina datus").stage.key == "who"


def the_plenary(day: Day, zane: Keys, anna: Keys, gatis: Visitor, phones: tuple[Visitor, ...], wall: Visitor) -> None:
    gatis.open(f"{day.base}2/report/")
    gatis.fill(text=REPORTS[2])
    gatis.press("main form:has([name=text]) button[type=submit]")
    for number in (1, 3):
        zane.go(f"#group-{number} .group-foot a[href='{number}/report/']")
        zane.type("main [name=text]", REPORTS[number]).go("main form:has([name=text]) button[type=submit]")
        zane.visitor.open(day.base)
    zane.press(".on").kept()
    step_is("Ziņojums visiem", phones[0], phones[2])
    step_is("Report to the plenary", phones[1])
    zane.choose("#show", "report").choose("#show-group", "1").go("#screen button[type=submit]")
    _anna, juris, liga = phones
    for number in REPORTS:
        zane.press(".word button.button-primary").kept()
        expect(zane.page.locator(".word-now")).to_contain_text(str(day.group(number)))
        expect(juris.page.locator(".word")).to_contain_text(f"{number}.")
        if number != 1:
            zane.choose("#show-group", str(number)).go("#screen button[type=submit]")
        expect(wall.page.locator(".wall-text")).to_contain_text(REPORTS[number])
        if number == 2:
            anna.press(f"[data-react='{number}']")
            expect(anna.page.locator("#write textarea")).to_be_focused()
            anna.choose("#write [name=lane]", "question")
            write_by_keys(anna, "Kurš to vadīs?")
            sent(anna.visitor)
            question = Card.objects.get(text="Kurš to vadīs?")
            assert (question.lane, question.about.number) == ("question", 2)
            expect(wall.page.locator(".wall-card", has_text="Kurš to vadīs?")).to_have_count(1)
        else:
            listener = liga if number == 1 else juris
            listener.page.locator(f"[data-react='{number}']").tap()
            listener.page.locator("#write [name=lane][value=support]").check()
            listener.page.locator("#write textarea").fill(f"Atbalstu {number}. grupu")
            listener.page.locator("#write button[type=submit]").tap()
            sent(listener)
            expect(wall.page.locator(".wall-card", has_text=f"Atbalstu {number}. grupu")).to_have_count(1)
        wall.look()
        listener_look(phones)
    assert Card.objects.filter(workshop=day.workshop, lane="support").count() == 2


def listener_look(phones: tuple[Visitor, ...]) -> None:
    for phone in phones:
        phone.look()


def what_came_of_it(day: Day, zane: Keys, phones: tuple[Visitor, ...]) -> None:
    zane.press(".on").kept()
    step_is("Noslēgts", phones[0], phones[2])
    step_is("Closed", phones[1])
    path = f"/e/{day.event.slug}/needs/"
    zane.visitor.open(path)
    zane.go(f"form[action='{path}take-over/'] button")
    zane.type("[name=lead_0]", "Trūkst datu un kaimiņu.").type("[name=follows_0]", "Mācāmies kopā.")
    zane.go("form:has([name=lead_0]) button[type=submit]")
    zane.go(f"form[action='{path}publish/'] button")

    for language in ("lv", "en"):
        anybody = day.enter(screen=SMALL_PHONE, language=language)
        anybody.open(f"/e/{day.event.slug}/findings/")
        said = anybody.told()
        assert all(words in said for words in (THEME, PROPOSAL, OTHERS, NEW, *REPORTS.values()))
    assert anybody.fetch(f"/e/{day.event.slug}/findings.pdf").startswith(b"%PDF")
    assert anybody.fetch(f"/e/{day.event.slug}/findings.pptx").startswith(b"PK")
