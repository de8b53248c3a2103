"""`make sbom`: the bill of materials of what `pip install talka` brings along, as CycloneDX JSON.

Made from the lock, with licences; the same lock and Python give the same bytes on any day.
"""

import hashlib
import json
import sys
import tomllib
import uuid
from pathlib import Path

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import ExternalReference, ExternalReferenceType, HashAlgorithm, HashType, Property, XsUri
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from .licences import licence_of
from .locked import HERE, Locked, locked

PLACE = uuid.UUID("5d1b7d5e-4d6b-5f0e-9a53-0c2f5a7d3b11")
"""Bills of one lock bear one number: made from this and the lock's digest."""


def bill() -> str:
    """The bill as text. Raises ValueError where a licence is not known."""
    project = tomllib.loads((HERE.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    talka = Component(
        name=project["name"],
        version=project["version"],
        type=ComponentType.APPLICATION,
        bom_ref="talka",
        description=project["description"],
        licenses=[LicenseFactory().make_from_string(project["license"])],
    )
    parts = [_component(each) for each in locked("base")]
    number = uuid.uuid5(PLACE, hashlib.sha256((HERE / "base.txt").read_bytes()).hexdigest())
    made = Bom(components=parts, serial_number=number)
    made.metadata.component = talka
    asked = {canonicalize_name(Requirement(each).name) for each in project["dependencies"]}
    made.register_dependency(talka, [part for part in parts if part.name in asked])
    return _plain(JsonV1Dot6(made).output_as_string())


def _component(package: Locked) -> Component:
    licence = licence_of(package.name)
    if not licence:
        raise ValueError(f"The licence of {package.name} is not known: write it into requirements/licences.toml.")
    address = PackageURL("pypi", None, package.name, package.version)
    digests = [HashType(alg=HashAlgorithm.SHA_256, content=each) for each in package.sha256]
    return Component(
        name=package.name,
        version=package.version,
        type=ComponentType.LIBRARY,
        purl=address,
        bom_ref=str(address),
        licenses=[LicenseFactory().make_from_string(licence)],
        # Several files are on offer, one per platform: each has a digest of its own.
        external_references=[
            ExternalReference(type=ExternalReferenceType.DISTRIBUTION, url=XsUri(str(address)), hashes=digests)
        ],
        properties=[Property(name="talka:installed-where", value=package.marker)] if package.marker else [],
    )


def _plain(text: str) -> str:
    """Without the moment of making and the maker's own name and version, which say nothing of what is inside."""
    told = json.loads(text)
    for name in ("timestamp", "tools"):
        told["metadata"].pop(name, None)
    return json.dumps(told, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def main(target: str) -> int:
    path = Path(target)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(bill(), encoding="utf-8")
    sys.stdout.write(f"{path}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
