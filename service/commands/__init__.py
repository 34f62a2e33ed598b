"""The commands of ``tracuu``, by what one does with them; :mod:`service.cli` puts them together."""
