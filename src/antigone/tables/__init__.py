"""Tables, folders and archives as people really send them: what is understood of each, shown before it is done.

It goes one way: ``reading`` makes a grid of bytes, ``columns`` says what each column is, ``dates`` and ``people`` read
its cells, ``naming`` finds the files that rows name, and ``building`` puts it together into a preview. Nothing here is
guessed: what could mean two things is a question, and what is not understood stays as words.
"""
