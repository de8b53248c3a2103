"""Open Badges 3.0: what stands in one, verified with what is published alone, by old keys too."""

import copy
import datetime as dt
import hashlib
import io
import json
import stat
from decimal import Decimal
from urllib.parse import urlsplit

import jsonschema
import jwt
import pytest
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from talka.learning.actions import badges as actions
from talka.learning.actions import certificates
from talka.learning.badges import keys
from talka.learning.factories import LearnerFactory, ModuleFactory
from talka.learning.factories.certificates import TrainingCertificateFactory
from talka.learning.models import BadgeKey
from talka.needs.models import Competence
from talka.programmes.factories import both

from .open_badge import CREDENTIAL

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

BASE = "https://talka.example"


@pytest.fixture
def client(english):
    return english


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.TALKA_VAR, settings.BASE_URL = tmp_path, BASE


@pytest.fixture
def certificate(training, team):
    training.least_hours = Decimal(20)
    training.about = both("Kopiena pati plāno.", "A community plans by itself.")
    training.save()
    module = ModuleFactory(training=training, order=1, outcomes=both("zina, kas tai ir", "knows what it has\nsays so"))
    competence = Competence.objects.create(
        programme=training.programme, key="listening", title=both("Klausīšanās", "Listening"), order=1
    )
    module.competences.add(competence)
    return TrainingCertificateFactory(learner=LearnerFactory(team=team, person__email="zane@example.org"))


def badge(client, certificate, ending="jwt"):
    answer = client.get(reverse("learning:own_badge", args=[certificate.token, ending]))
    assert answer.status_code == 200
    return answer


def verified(client, token):
    """As a verifier does it: the key is fetched from the address in the header, and nothing else is believed."""
    kid = jwt.get_unverified_header(token)["kid"]
    assert kid.startswith(f"{BASE}/")
    published = client.get(urlsplit(kid).path)
    assert published.status_code == 200
    return jwt.decode(token, jwt.PyJWK(published.json()).key, algorithms=["RS256"])


def test_it_verifies_with_the_published_key_alone_and_fits_the_specification(client, certificate):
    answer = badge(client, certificate)
    assert answer["Content-Type"].startswith("text/plain")
    payload = verified(client, answer.content.decode())
    registered = {name: payload.pop(name) for name in ("iss", "jti", "nbf", "sub")}
    jsonschema.Draft202012Validator(CREDENTIAL).validate(payload)
    assert registered == {
        "iss": payload["issuer"]["id"],
        "jti": payload["id"],
        "nbf": int(dt.datetime.fromisoformat(payload["validFrom"]).timestamp()),
        "sub": payload["credentialSubject"]["id"],
    }
    assert registered["nbf"] == int(certificate.issued_at.timestamp())
    achievement = payload["credentialSubject"]["achievement"]
    assert achievement["name"] == certificate.cohort.training.title.localize("en")
    assert achievement["criteria"]["narrative"] == "- Hours attended: at least 20."
    assert "A community plans by itself." in achievement["description"]
    assert "- knows what it has\n- says so" in achievement["description"]
    assert achievement["alignment"][0]["targetName"] == "Listening"
    assert payload["credentialSubject"]["result"][0]["value"] == "24"
    assert payload == badge(client, certificate, "json").json()


@pytest.mark.parametrize("member", CREDENTIAL["required"])
def test_the_schema_of_the_test_refuses_what_the_specification_refuses(client, certificate, member):
    whole = badge(client, certificate, "json").json()
    broken = copy.deepcopy(whole)
    del broken[member]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(CREDENTIAL).validate(broken)


def test_the_holder_is_known_by_their_address_and_by_nothing_that_others_could_read(client, certificate):
    payload = badge(client, certificate, "json").json()
    (identity,) = payload["credentialSubject"]["identifier"]
    expected = hashlib.sha256(("zane@example.org" + identity["salt"]).encode()).hexdigest()
    assert identity["identityHash"] == f"sha256${expected}"
    text = json.dumps(payload, ensure_ascii=False)
    for secret in ("zane@", certificate.person.family_name, certificate.token, str(certificate.learner.team)):
        assert secret not in text
    certificate.person.email = ""
    certificate.person.save()
    assert "identifier" not in badge(client, certificate, "json").json()["credentialSubject"]


def test_every_address_in_it_leads_to_what_it_says(client, certificate):
    payload = badge(client, certificate, "json").json()
    subject = payload["credentialSubject"]
    issuer = client.get(urlsplit(payload["issuer"]["id"]).path).json()
    assert {name: issuer[name] for name in payload["issuer"]} == payload["issuer"]
    achievement = client.get(urlsplit(subject["achievement"]["id"]).path).json()
    assert {name: achievement[name] for name in subject["achievement"]} == subject["achievement"]
    (other,) = subject["achievement"]["related"]
    translated = client.get(urlsplit(other["id"]).path).json()
    assert (translated["inLanguage"], translated["name"]) == ("lv", certificate.cohort.training.title.localize("lv"))
    assert client.get(urlsplit(payload["id"]).path).status_code == 200
    assert client.get(urlsplit(subject["achievement"]["alignment"][0]["targetUrl"]).path).status_code == 200
    status = client.get(urlsplit(payload["credentialStatus"]["id"]).path)
    assert status.json() == {
        "id": payload["credentialStatus"]["id"],
        "issuer": payload["issuer"]["id"],
        "revokedCredential": [],
    }
    assert status["Access-Control-Allow-Origin"] == "*"
    for made_up in (
        reverse("learning:badge_key", args=["none"]),
        reverse("learning:badge_issuer", args=["none"]),
        reverse("learning:badge_achievement", args=["none", "en"]),
        reverse("learning:badge_achievement", args=[certificate.achievement.key, "xx"]),
    ):
        assert client.get(made_up).status_code == 404


def test_a_revoked_badge_stands_in_its_list_and_no_other_does(client, certificate):
    payload = badge(client, certificate, "json").json()
    TrainingCertificateFactory(revoked_at=timezone.now(), revoked_reason="CITA")
    certificate.revoked_at, certificate.revoked_reason = timezone.now(), "Kļūda vārdā."
    certificate.save()
    listed = client.get(urlsplit(payload["credentialStatus"]["id"]).path).json()["revokedCredential"]
    assert listed == [{"id": payload["id"], "revoked": True, "revocationReason": "Kļūda vārdā."}]


def test_a_badge_verifies_after_the_key_has_changed(client, certificate):
    old = badge(client, certificate).content.decode()
    before = keys.own_key()
    assert actions.renew_key() != before.kid
    new = badge(client, certificate).content.decode()
    assert jwt.get_unverified_header(new)["kid"] != jwt.get_unverified_header(old)["kid"]
    assert verified(client, old) == verified(client, new)
    published = client.get(reverse("learning:badge_keys")).json()["keys"]
    assert {key["kid"] for key in published} == {before.kid, keys.own_key().kid}
    assert all(set(key) == {"kty", "n", "e", "kid", "use", "alg"} for key in published), "nothing private"


def test_a_forged_badge_does_not_verify(client, certificate):
    real = badge(client, certificate).content.decode()
    header, payload, signature = real.split(".")
    stolen = keys.SigningKey(keys.generate_private_key(public_exponent=65537, key_size=2048), "x", {})
    forged = keys.signed(verified(client, real), {}, stolen, jwt.get_unverified_header(real)["kid"])
    other = forged.split(".")[1]
    for token in (forged, f"{header}.{payload[:-4]}AAAA.{signature}", f"{header}.{other[:-2]}.{signature}"):
        with pytest.raises(jwt.InvalidTokenError):
            verified(client, token)


def test_the_key_is_made_once_and_is_its_owners_alone(tmp_path):
    first = keys.own_key()
    assert keys.own_key().kid == first.kid
    path = tmp_path / "secrets" / "badge_key"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [each.name for each in path.parent.iterdir()] == ["badge_key"]
    keys.renew()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [each.name for each in path.parent.iterdir()] == ["badge_key"]


def test_a_key_that_cannot_be_read_is_told_and_stops_no_certificate(client, certificate, organiser, team):
    path = keys.key_file()
    path.parent.mkdir(parents=True)
    path.write_text("no key")
    answer = client.get(reverse("learning:own_badge", args=[certificate.token, "jwt"]))
    assert answer.status_code == 503
    assert "cannot be signed" in answer.content.decode()
    assert certificates.issue_by_decision(LearnerFactory(team=team), "Vadīja nodarbības.", by=organiser).pk
    assert client.get(reverse("learning:badge_keys")).json() == {"keys": []}
    assert path.read_text() == "no key", "nothing is overwritten"


def test_the_thumbprint_is_that_of_the_standard():
    """The example of RFC 7638, section 3.1."""
    modulus = (
        "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMs"
        "tn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn"
        "1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw"
    )
    assert keys.thumbprint({"kty": "RSA", "n": modulus, "e": "AQAB"}) == "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"


def test_the_picture_holds_the_badge(client, certificate):
    answer = badge(client, certificate, "png")
    with Image.open(io.BytesIO(answer.content)) as image:
        assert (image.format, image.size) == ("PNG", (600, 600))
        held = image.text["openbadgecredential"]
    assert verified(client, held)["id"].endswith(f"/c/{certificate.code}/")


def test_what_a_request_says_of_its_host_is_never_signed(client, certificate):
    address = reverse("learning:own_badge", args=[certificate.token, "json"])
    assert "evil.example" not in client.get(address, headers={"host": "evil.example"}).content.decode()
    assert BadgeKey.objects.count() == 0, "what is only read is not signed"


def test_without_a_public_address_the_holder_is_told(client, certificate, settings):
    address = reverse("learning:own_certificate", args=[certificate.token])
    assert "no public address" not in client.get(address).content.decode()
    settings.BASE_URL = ""
    assert "no public address" in client.get(address).content.decode()
