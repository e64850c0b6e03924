"""QR codes of addresses, for posters and print."""

import hashlib
import io
from functools import lru_cache

import segno

# In modules: what ISO/IEC 18004 asks for around a code.
QUIET_ZONE = 4
# Dots of a module: at 300 dots an inch, a small code is nearly three inches wide.
PNG_SCALE = 24
TYPES = {"svg": "image/svg+xml", "png": "image/png"}


@lru_cache(maxsize=10)
def qr_code(address: str) -> segno.QRCode:
    """With error correction M: it is read with 15% of it dirty or torn."""
    return segno.make_qr(address, error="m", boost_error=False)


def qr_svg(address: str) -> str:
    """Black on white, without a size of its own."""
    return qr_code(address).svg_inline(border=QUIET_ZONE, omitsize=True, light="#fff")


def qr_file(address: str, kind: str) -> bytes:
    """For print, of a kind in ``TYPES``."""
    file, options = io.BytesIO(), {"scale": PNG_SCALE, "dpi": 300}
    if kind == "svg":
        options = {"scale": 10, "light": "#fff", "title": address}
    qr_code(address).save(file, kind=kind, border=QUIET_ZONE, **options)
    return file.getvalue()


def qr_name(address: str, code: str, kind: str) -> str:
    """Another one for a file that may look otherwise."""
    digest = hashlib.sha256(f"{address} {segno.__version__}".encode()).hexdigest()
    return f"{code}-{digest[:16]}.{kind}"
