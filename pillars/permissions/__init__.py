"""Who may do what: rules, locks of plans, delegated rights."""
