"""Parents, children, order and names of the plan's records."""
