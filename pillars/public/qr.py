"""QR codes of addresses, for posters and print."""

import segno

# In modules: what ISO/IEC 18004 asks for around a code.
QUIET_ZONE = 4


def qr_code(address: str) -> segno.QRCode:
    """With error correction M: it is read with 15% of it dirty or torn."""
    return segno.make_qr(address, error="m", boost_error=False)


def qr_svg(address: str) -> str:
    """Black on white, without a size of its own."""
    return qr_code(address).svg_inline(border=QUIET_ZONE, omitsize=True, light="#fff")
