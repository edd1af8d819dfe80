"""Uploads as they are commonly written: unencrypted, 4 KiB at a time. `plain-upload.py serve <file>`, `plain-upload.py send <port> <file>`."""

import socket
import sys

PIECE = 4096


def serve(target):
    with socket.create_server(("127.0.0.1", 0)) as server:
        print("listening", server.getsockname()[1], flush=True)
        while True:
            connection, _ = server.accept()
            with connection, open(target, "wb") as file:
                while piece := connection.recv(PIECE):
                    file.write(piece)
                file.flush()
                connection.sendall(b"!")


def send(port, source):
    with socket.create_connection(("127.0.0.1", port)) as connection, open(source, "rb") as file:
        while piece := file.read(PIECE):
            connection.sendall(piece)
        connection.shutdown(socket.SHUT_WR)
        if connection.recv(1) != b"!":
            sys.exit("the server did not take it")


if sys.argv[1] == "serve":
    serve(sys.argv[2])
else:
    send(int(sys.argv[2]), sys.argv[3])
