"""The layout of the desk's pages, and forms that are sent twice."""
