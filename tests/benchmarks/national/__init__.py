"""A synthetic England and Wales: boundaries and police records of the country's size, none of them real."""
