"""The desk's publishing pages: review, approval, progress, rollback."""
