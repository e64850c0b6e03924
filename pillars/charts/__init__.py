"""From a measure's numbers to coordinates, and from those to SVG."""
