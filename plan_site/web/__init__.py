"""Headers, middleware, catalogs and old static files of the site."""
