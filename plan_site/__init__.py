"""The site around the plan: settings, accounts, drafts, editions."""
