"""Registers to work from: obligations by deadline, targets by indicator and place; filtered, sorted, taken away."""
