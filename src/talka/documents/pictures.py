"""Pictures from strangers, drawn anew before anyone's browser shows them: no hidden data, no bombs, bounded size."""

import io
from typing import BinaryIO

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from talka.ui.refusals import Refusal

MOST_PIXELS = 50_000_000
WIDTHS = (160, 320, 640, 960, 1600)


def image_variant(file: BinaryIO, width: int) -> tuple[bytes, str]:
    """The picture at most `width` pixels wide, upright, without EXIF: (bytes, media type).

    JPEG, or PNG where the picture has transparent parts. `width` is rounded up to one of WIDTHS, so that nobody can
    ask for thousands of sizes. Raises Refusal for what cannot be opened or has more than 50 million pixels.
    """
    width = next((each for each in WIDTHS if each >= width), WIDTHS[-1])
    file.seek(0)
    try:
        with Image.open(file, formats=("PNG", "JPEG", "WEBP")) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise Refusal(
                    _("The picture has too many pixels to be shown."), advice=_("Make it smaller."), status=400
                )
            # JPEG can be decoded small at once.
            opened.draft("RGB", (width, width * 4))
            picture = ImageOps.exif_transpose(opened)
            picture.thumbnail((width, width * 4))
            clear = "A" in picture.getbands() or "transparency" in picture.info
            picture = picture.convert("RGBA" if clear else "RGB")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as fault:
        raise Refusal(
            _("The picture cannot be shown."), advice=_("Save it as JPEG or PNG and send it again."), status=400
        ) from fault
    # A new canvas: whatever stood beside the pixels in the file stays behind.
    fresh = Image.new(picture.mode, picture.size)
    fresh.paste(picture)
    out = io.BytesIO()
    if picture.mode == "RGBA":
        fresh.save(out, "PNG", optimize=True)
        return out.getvalue(), "image/png"
    fresh.save(out, "JPEG", quality=82, optimize=True, progressive=True)
    return out.getvalue(), "image/jpeg"
