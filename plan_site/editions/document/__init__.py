"""What an edition stores: public rows, differences, suppression, formats."""
