"""Check whether the addresses of resources still answer, without risk (SSRF)."""
