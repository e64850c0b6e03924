"""Who changed what, when and why: recorded, and told in people's words."""
