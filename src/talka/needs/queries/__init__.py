"""What can be asked about needs and proposals."""

from .assessed import Assessed, assessed_at
from .findings import Finding, Found, finding_of, findings_of, open_themes
from .voices import Voices, Words

__all__ = ["Assessed", "Finding", "Found", "Voices", "Words", "assessed_at", "finding_of", "findings_of", "open_themes"]
