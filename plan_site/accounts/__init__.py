"""Signing in, the second factor, invitations, the desk's users, My account."""
