"""Excel: number formats, the cells that are printed, and the tables among them."""
