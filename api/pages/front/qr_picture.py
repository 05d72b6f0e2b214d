"""A QR code as a picture in SVG, for the telephone that is to show the codes of the second factor."""

from io import BytesIO

import segno


def qr_picture(text: str) -> bytes:
    """The picture of a text, black on white, with the quiet border that telephones look for."""
    written = BytesIO()
    segno.make(text, error="m").save(written, kind="svg", scale=6, border=4, light="#fff", xmldecl=True)
    return written.getvalue()
