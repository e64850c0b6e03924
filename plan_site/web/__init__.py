"""Headers, middleware, catalogs and theme of the site."""
