"""What readers see of editions: change log, feeds, addresses that are gone."""
