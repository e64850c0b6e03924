"""Signing in, the second factor, invitations, the desk's people, one's own account."""
