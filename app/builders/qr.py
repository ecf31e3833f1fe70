"""A link as a QR code, for an audience that wants the picture of the presenter on its own screens."""

from io import BytesIO


def qr_svg(link: str) -> bytes:
    """Return a QR code of ``link`` as SVG, dark on light with the margin that readers need, as large as its frame."""
    import segno  # imported only when a code is drawn

    written = BytesIO()
    segno.make_qr(link, error="l").save(written, kind="svg", xmldecl=False, omitsize=True, border=4, light="#fff")
    return written.getvalue()
