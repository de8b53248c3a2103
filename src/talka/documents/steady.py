"""Office files without the time of their making, so that the same content is the same bytes whenever it is written."""

import io
import re
import zipfile

FIRST_TIME = (1980, 1, 1, 0, 0, 0)
CORE = "docProps/core.xml"
STAMP = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:\2>)")


def steady(office_file: bytes, moment: bytes = b"1980-01-01T00:00:00Z") -> bytes:
    """The DOCX, XLSX or PPTX with all times at `moment` (ISO, UTC) and its parts in their order, stored anew."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(office_file)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename == CORE:
                content = STAMP.sub(rb"\g<1>" + moment + rb"\g<3>", content)
            fresh = zipfile.ZipInfo(entry.filename, FIRST_TIME)
            fresh.create_system, fresh.external_attr = 3, 0o100644 << 16
            fresh.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(fresh, content)
    return out.getvalue()
