"""The plan on paper: PDFs of what pages show, and pictures for links to it."""
