"""What goes into an appraisal: ways, places, joint costs, accounts of others; and the files that come out of it."""

import io
import zipfile
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from talka.cooperation.actions.appraisal import estimate as estimates
from talka.cooperation.actions.appraisal.compute import compute
from talka.cooperation.actions.appraisal.estimate import Columns
from talka.cooperation.actions.appraisal.model import ModelData, set_joint_cost, set_model
from talka.cooperation.actions.appraisal.ways import add_site, set_way
from talka.cooperation.actions.partners import open_figures
from talka.cooperation.factories import PartnerFactory, PartnerFiguresFactory, ServiceCostFactory
from talka.cooperation.models import JointCost, Partner, PartnerWay, ServiceCost, ServiceSite
from talka.cooperation.queries.appraisal.gather import gathered, reference
from talka.cooperation.queries.appraisal.page import appraisal_page
from talka.indicators.factories import IndicatorFactory, ObservationFactory
from talka.indicators.models import Indicator
from talka.methods.tests.real_data import folder
from talka.site.methods_command import main
from talka.ui.refusals import Refusal

pytestmark = pytest.mark.django_db


def csv(text):
    return SimpleUploadedFile("dati.csv", text.encode())


def place(partner, lat, lon):
    area = partner.organisation.area
    area.lat, area.lon = lat, lon
    area.save()


def test_the_straight_line_stands_in_where_no_way_is_known(case, partner, other, planner):
    place(partner, 57.0, 24.0)
    place(other, 57.0, 25.0)
    ServiceCostFactory(case=case, detour=1.5)
    (way,) = gathered(case).inputs().ways
    assert (way.straight, way.km) == (True, pytest.approx(60.6 * 1.5, abs=0.3))
    set_way(case, other, partner, 70, by=planner)
    (way,) = gathered(case).inputs().ways
    assert (way.straight, way.km) == (False, 70)
    set_way(case, partner, other, 71, by=planner)
    assert [row.km for row in PartnerWay.objects.all()] == [71]


def test_ways_come_from_a_table_and_go_out_as_one(as_planner, case, partner, other):
    third = PartnerFactory(case=case)
    address = reverse("cooperation:way_table", args=[case.slug])
    names = [partner.organisation.name, other.organisation.name, third.organisation.area.name]
    wrong = (
        f"a;b;km\n{names[0]};{names[1]};12,5\n{names[0]};Nekur;3\n{names[1]};{names[1]};3\n{names[0]};{names[2]};-1\n"
    )
    page = as_planner.post(address, {"file": csv(wrong)})
    assert page.status_code == 422 and not PartnerWay.objects.exists()
    html = page.content.decode()
    assert "Nekur" in html
    assert as_planner.post(address, {"file": csv(f"no,uz,km\n{names[0]},{names[1]},12.5\n")}).status_code == 302
    assert [row.km for row in PartnerWay.objects.all()] == [12.5]
    out = as_planner.get(reverse("cooperation:appraisal_file", args=[case.slug, "ways.csv"]))
    PartnerWay.objects.all().delete()
    again = SimpleUploadedFile("celi.csv", b"".join(out))
    assert as_planner.post(address, {"file": again}).status_code == 302
    assert [row.km for row in PartnerWay.objects.all()] == [12.5]


def test_at_a_given_place_the_way_and_the_fee_count(as_planner, case, partner, other, planner):
    PartnerFiguresFactory(partner=partner, volume=1000, cost_eur=100_000)
    PartnerFiguresFactory(partner=other, volume=2000, cost_eur=150_000)
    ServiceCostFactory(case=case, fixed_eur=20_000, unit_eur=50, travel_eur=0.5)
    address = reverse("cooperation:new_site", args=[case.slug])
    sent = {"name": "Poligons", "place": "Getliņi", f"km_{partner.pk}": "10", f"fee_{partner.pk}": "700"}
    assert as_planner.post(address, {"name": "Poligons"}).status_code == 422  # serves nobody
    assert as_planner.post(address, sent).status_code == 302
    page = as_planner.get(reverse("cooperation:appraisal_inputs", args=[case.slug])).content.decode()
    assert "Getliņi" in page
    compute(case, by=planner)
    computed = appraisal_page(case, planner).computed
    assert computed.total_eur is None and len(computed.missing) == 1  # the other one cannot reach it
    site = ServiceSite.objects.get()
    add_site(case, "Poligons", "", [(partner, 10, 700), (other, 20, 0)], site=site, by=planner)
    compute(case, by=planner)
    computed = appraisal_page(case, planner).computed
    assert computed.total_eur == 20_000 + 50 * 3000 + Decimal("0.5") * (1000 * 10 + 2000 * 20) + 700
    assert computed.host == "Poligons"
    with pytest.raises(Refusal, match=r"name|nosaukum"):
        add_site(case, "Poligons", "", [(partner, 1, 0)], by=planner)


def test_a_joint_cost_is_of_two_or_more_partners_of_the_case(as_planner, case, partner, other, planner):
    address = reverse("cooperation:joint_cost", args=[case.slug])
    assert as_planner.post(address, {"partners": [partner.pk], "cost_eur": "100"}).status_code == 422
    stranger = PartnerFactory()
    assert as_planner.post(address, {"partners": [partner.pk, stranger.pk], "cost_eur": "100"}).status_code == 422
    with pytest.raises(Refusal):
        set_joint_cost(case, [partner, stranger], Decimal(1), by=planner)
    assert not JointCost.objects.exists()
    PartnerFiguresFactory(partner=other)
    assert as_planner.post(address, {"partners": [other.pk, partner.pk], "cost_eur": "100"}).status_code == 302
    assert as_planner.post(address, {"partners": [partner.pk, other.pk], "cost_eur": "90,5"}).status_code == 302
    assert [row.cost_eur for row in JointCost.objects.all()] == [Decimal("90.50")]
    remove = reverse("cooperation:remove_joint_cost", args=[case.slug, JointCost.objects.get().pk])
    assert as_planner.post(remove).status_code == 302 and not JointCost.objects.exists()


def test_inhabitants_are_the_registers_unless_the_partner_says_otherwise(case, partner, other):
    population = Indicator.objects.filter(key="population-registered").first()
    population = population or IndicatorFactory(key="population-registered")
    for year, value in ((2020, 9_000), (2021, 9_500)):
        ObservationFactory(indicator=population, area=partner.organisation.area, year=year, value=value)
    PartnerFiguresFactory(partner=other, population=4_000, population_year=2024)
    people = gathered(case).people
    assert (people[partner.pk].number, people[partner.pk].year, people[partner.pk].entered) == (9_500, 2021, False)
    assert (people[other.pk].number, people[other.pk].entered) == (4_000, True)


def accounts(exponent, noise=0.0):
    rows = [
        (size, 100 * size**exponent * (1 + noise * (-1) ** place * (1 + place % 3)))
        for place, size in enumerate(range(500, 30_500, 1000))
    ]
    return "vieta,iedzivotaji,izmaksas\n" + "".join(f"v{n},{s},{c:.2f}\n" for n, (s, c) in enumerate(rows))


def test_a_model_estimated_from_accounts_is_taken_by_a_person(as_planner, case):
    address = reverse("cooperation:estimate", args=[case.slug])
    sent = {"cost": "izmaksas", "size": "iedzivotaji", "name": "vieta"}
    missing = as_planner.post(address, sent | {"file": csv(accounts(0.9)), "cost": "eiro"})
    assert missing.status_code == 422 and "iedzivotaji" in missing.content.decode()  # says which columns there are
    bad = as_planner.post(address, sent | {"file": csv("vieta,iedzivotaji,izmaksas\na,10,x\n")})
    assert bad.status_code == 422
    answer = as_planner.post(address, sent | {"file": csv(accounts(0.9, 0.02))})
    assert answer.status_code == 302 and not ServiceCost.objects.exists()
    assert as_planner.get(answer.url).status_code == 200
    assert as_planner.post(answer.url, {}).status_code == 302
    cost = ServiceCost.objects.get(case=case)
    assert (cost.origin, cost.elasticity) == ("estimated", pytest.approx(0.9, abs=0.02))
    assert cost.elasticity_low < 0.9 < cost.elasticity_high + 0.02 and cost.elasticity_high < 1


def test_no_economies_shown_are_not_taken_silently(as_planner, case, planner):
    run = estimates.estimate(case, csv(accounts(1.0, 0.1)), Columns("izmaksas", "iedzivotaji"), by=planner)
    assert run.result["verdict"] == "none_shown"
    address = reverse("cooperation:estimated", args=[case.slug, run.pk])
    assert as_planner.post(address, {}).status_code == 422
    assert not ServiceCost.objects.exists()
    assert as_planner.post(address, {"as_a_guess": "on"}).status_code == 302
    run.refresh_from_db()
    assert run.reason and ServiceCost.objects.get().origin == "estimated"


def test_a_model_typed_over_an_estimate_is_the_partners_own(case, planner):
    run = estimates.estimate(case, csv(accounts(0.9, 0.02)), Columns("izmaksas", "iedzivotaji"), by=planner)
    cost = estimates.use_estimate(case, run, by=planner)
    data = ModelData(origin="estimated", unit="t", fixed_eur=0, unit_eur=cost.unit_eur, elasticity=cost.elasticity)
    same = set_model(case, data, version=cost.version, by=planner)
    assert (same.origin, same.estimate) == ("estimated", run)
    typed = set_model(case, ModelData(origin="estimated", unit_eur=5.0), version=same.version, by=planner)
    assert (typed.origin, typed.estimate, typed.elasticity_low) == ("entered", None, None)
    with pytest.raises(Refusal):
        set_model(case, ModelData(), version=1, by=planner)


def test_the_accounts_of_iceland_can_be_read(case, planner):
    with (folder("iceland") / "municipal_accounts_2002_2021.csv").open("rb") as file:
        run = estimates.estimate(case, file, Columns("gjold", "mannfjoldi", "hluti", "sveitarfelag"), by=planner)
    assert run.result["n"] > 2000 and 0.8 < run.result["elasticity"] < 1.1


def test_the_method_reads_the_files_of_a_case(as_planner, case, partner, other, planner, tmp_path, capsys):
    PartnerFiguresFactory(partner=partner, volume=1000, cost_eur=100_000)
    PartnerFiguresFactory(partner=other, volume=3000, cost_eur=220_000)
    ServiceCostFactory(case=case)
    set_way(case, partner, other, 0, by=planner)
    for what in ("cost-sharing.zip", "coalitions.zip"):
        answer = as_planner.get(reverse("cooperation:appraisal_file", args=[case.slug, what]))
        zipfile.ZipFile(io.BytesIO(b"".join(answer))).extractall(tmp_path / what)
    game, map_ = tmp_path / "cost-sharing.zip", tmp_path / "coalitions.zip"
    assert main(["cost-sharing", str(game / "costs.csv"), "--key", "shapley", "--out", str(tmp_path / "a")]) == 0
    shares = (tmp_path / "a" / "shares.csv").read_text(encoding="utf-8")
    assert f"{reference(partner.pk)},80000" in shares and f"{reference(other.pk)},200000" in shares
    tables = [str(map_ / "municipalities.csv"), str(map_ / "pairs.csv")]
    rules = ["--rules", str(map_ / "rules.toml"), "--out", str(tmp_path / "b")]
    assert main(["coalitions", *tables, *rules]) == 0
    assert "280000" in (tmp_path / "b" / "coalitions.csv").read_text(encoding="utf-8")


def test_files_of_the_game_need_every_figure(client, case, partner, other, neighbour, planner):
    PartnerFiguresFactory(partner=partner)
    PartnerFiguresFactory(partner=other)
    ServiceCostFactory(case=case)
    set_way(case, partner, other, 5, by=planner)
    open_figures(partner, Partner.Openness.OWN, by=planner)
    address = reverse("cooperation:appraisal_file", args=[case.slug, "cost-sharing.zip"])
    client.force_login(neighbour.account)
    assert client.get(address).status_code == 403
    client.force_login(planner.account)
    assert client.get(address).status_code == 200
