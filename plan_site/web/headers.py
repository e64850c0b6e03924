"""
The headers that go with every answer.

One function makes those of public pages, whoever serves them; the desk is looser only
as far as its theme needs.
"""

PUBLIC_POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'self'",
        "frame-ancestors 'none'",
        "object-src 'none'",
    ]
)

# The admin's theme evaluates Alpine expressions and sets styles on elements.
DESK_POLICY = PUBLIC_POLICY.replace(
    "script-src 'self'", "script-src 'self' 'unsafe-eval'"
).replace("style-src 'self'", "style-src 'self' 'unsafe-inline'")
# Two of its pages show previews beside each other, in frames.
DESK_POLICY += "; frame-src 'self'"

# A previewed page is held to the public policy, but the desk may frame it.
PREVIEW_POLICY = PUBLIC_POLICY.replace(
    "frame-ancestors 'none'", "frame-ancestors 'self'"
)

_SHARED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}


def public_headers() -> dict[str, str]:
    """The headers of every public answer, the same for all readers and all pages."""
    return {**_SHARED, "Content-Security-Policy": PUBLIC_POLICY}


def desk_headers() -> dict[str, str]:
    return {
        **_SHARED,
        "Content-Security-Policy": DESK_POLICY,
        "X-Robots-Tag": "noindex, nofollow",
    }


def preview_headers() -> dict[str, str]:
    """The headers of a previewed page: kept by nobody, found by nobody."""
    return {
        **desk_headers(),
        "Content-Security-Policy": PREVIEW_POLICY,
        "X-Frame-Options": "SAMEORIGIN",
        "Cache-Control": "no-store",
    }
