"""Many machines: starting a node of a Ray cluster, and calling one holder on each node.

    node  what Ray is started with on one machine: token, addresses, ports, nothing sent, nothing on a disk
    link  one program's way to the holders of all nodes, also while nodes come and go

Ray is imported inside functions only: whoever uses no cluster loads nothing of it. Decision 0074 says why it is Ray.
"""
