"""What can be asked about needs, proposals and competences."""

from .assessed import Assessed, assessed_at, assessed_in
from .competences import Framework, framework_of
from .findings import Finding, Found, finding_of, findings_of, open_themes
from .voices import Voices, Words

__all__ = [
    "Assessed",
    "Finding",
    "Found",
    "Framework",
    "Voices",
    "Words",
    "assessed_at",
    "assessed_in",
    "finding_of",
    "findings_of",
    "framework_of",
    "open_themes",
]
