"""Publishing: editions of the plan, from the check list to the reader."""
