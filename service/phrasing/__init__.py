"""An answer put into flowing sentences by a language model, each sentence checked against what it cites.

Off unless an endpoint is set; nothing else imports it but the routes, the command and the page that offer it. The
model proves nothing: it gets the answer and its quotations as data, and what it writes is shown only as far as the
quotations, read with the same grammars as the documents, say the same. The answer itself always stands beside.
"""
