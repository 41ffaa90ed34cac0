"""What leaves the desk and what comes in, as files: sheets, DVI data, information-bureau packets, PFIF, recall letters.

Pure: bytes in, values out, and back. Nothing here encrypts, signs, asks a database or opens an address, and no value
here can hold a picture: of a photograph there is only its hash (``sheet.PhotoHash``).
"""
