"""Headers, middleware, mail, catalogs and old static files of the site."""
