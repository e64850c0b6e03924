"""What every page of the desk is in, and forms that are sent twice."""
