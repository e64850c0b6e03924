"""The layout of the desk's pages, forms that are sent twice, e-mails."""
