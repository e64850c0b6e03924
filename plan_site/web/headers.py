"""Headers of every response; the desk's are looser only where its theme needs it."""

PUBLIC_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
    " font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self';"
    " base-uri 'self'; frame-ancestors 'none'; object-src 'none'"
)
# The admin's theme evaluates Alpine expressions and sets styles on elements.
DESK_POLICY = PUBLIC_POLICY.replace(
    "script-src 'self'", "script-src 'self' 'unsafe-eval'"
).replace("style-src 'self'", "style-src 'self' 'unsafe-inline'")
# Two pages of the desk show previews side by side in frames.
DESK_POLICY += "; frame-src 'self'"
PREVIEW_POLICY = PUBLIC_POLICY.replace(
    "frame-ancestors 'none'", "frame-ancestors 'self'"
)

PUBLIC_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "Content-Security-Policy": PUBLIC_POLICY,
}
DESK_HEADERS = PUBLIC_HEADERS | {
    "Content-Security-Policy": DESK_POLICY,
    "X-Robots-Tag": "noindex, nofollow",
}
PREVIEW_HEADERS = DESK_HEADERS | {
    "Content-Security-Policy": PREVIEW_POLICY,
    "X-Frame-Options": "SAMEORIGIN",
    "Cache-Control": "no-store",
}


def frame_headers(sites: str) -> dict[str, str]:
    """Of what those sites may show in a frame, without scripts."""
    policy = PUBLIC_POLICY.replace("script-src 'self'", "script-src 'none'")
    return {
        "Content-Security-Policy": policy.replace(
            "frame-ancestors 'none'", f"frame-ancestors {sites}"
        ),
        # It knows no sites: browsers that know the policy do not miss it.
        "X-Frame-Options": "",
        "Cross-Origin-Resource-Policy": "cross-origin",
    }


def public_headers(hsts_seconds: int) -> dict[str, str]:
    """With what Django's own middleware adds at the desk; 0 where there is no https."""
    if not hsts_seconds:
        return PUBLIC_HEADERS
    policy = f"max-age={hsts_seconds}; includeSubDomains; preload"
    return PUBLIC_HEADERS | {"Strict-Transport-Security": policy}
