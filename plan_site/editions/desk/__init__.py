"""The desk's pages of publishing: review, approval, progress, rollback."""
