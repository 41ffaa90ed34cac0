"""The board: files, lines of evidence, sittings, decisions, certificates, recalls.

The rules are ``antigone.protocol``'s. What is stored here can only be what those values could be made of, and making
them again from the rows checks them again.
"""
