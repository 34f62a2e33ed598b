"""The drafter's desk: how others word a clause, what a plan of this type usually has, what it should cite."""
