"""What is done with a whole plan: make it current, lock it, start the next one."""
