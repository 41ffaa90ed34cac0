"""From a file before the board to an identification, and back: lines, sitting, decision, certificate, recall.

The rules are ``antigone.protocol``'s. What is stored here can only be what those values could be made of, and making
them again from the rows checks them again.
"""
