"""What sets releases of one store apart, for the readers of a link."""
