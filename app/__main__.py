"""The command line: ``python -m app`` or ``optimizer-trajectories``."""

import argparse
import gc
import logging
import socket
import sys
import threading
import webbrowser
from collections.abc import Sequence

from .serving.signals import check, ending

GRACE = 1  # seconds that open streams have to finish after Ctrl-C


def main(argv: Sequence[str] | None = None) -> int:
    """Serve until Ctrl-C; return the exit status."""
    arguments = _parser().parse_args(argv)
    try:
        listener = _listen(arguments.host, arguments.port)
    except OSError as error:
        print(f"Cannot listen on {arguments.host} port {arguments.port}: {error.strerror}", file=sys.stderr)
        return 1
    try:
        with listener, ending():
            return _serve(arguments, listener)
    except KeyboardInterrupt:
        return 0
    finally:
        gc.freeze()  # otherwise Python searches all of numba for garbage before it exits, for up to a second


def _serve(arguments: argparse.Namespace, listener: socket.socket) -> int:
    # Imported here, so that --help and a port in use are answered at once.
    import uvicorn
    from pydantic import ValidationError

    from .serving import starting, workers
    from .serving.connection import Connection
    from .serving.server import Server
    from .settings import Settings, explain

    try:
        Settings()
    except ValidationError as error:
        print(explain(error), file=sys.stderr)
        return 1
    starting.compile_first()
    config = uvicorn.Config(
        "app.main:app",
        workers=arguments.workers,
        http=Connection,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=GRACE,
    )
    logging.getLogger("uvicorn.error").addFilter(_is_news)
    if arguments.workers == 1 or workers.FORK:  # otherwise each worker loads for itself
        config.load()
    check()
    starting.share(Settings().limits)
    host, port = listener.getsockname()[:2]
    address = f"http://{f'[{host}]' if ':' in host else host}:{port}/"
    _announce(f"Optimizer Trajectories: {address}  (Ctrl-C stops)")
    if arguments.open:
        threading.Timer(0.5, webbrowser.open, [address]).start()
    if arguments.workers > 1:
        workers.serve(config, listener)
    else:
        Server(config).run(sockets=[listener])
    return 0


def _announce(line: str) -> None:
    """Print a line. If nothing can be written there, on a full disk for example, the service runs all the same."""
    logging.raiseExceptions = False  # nor does logging complain, which would be a traceback for each request
    try:
        print(line, flush=True)
    except OSError:  # another stream for the same file, because this one would try to write the line again
        sys.stdout = open(sys.stdout.fileno(), "w", closefd=False)  # noqa: SIM115  # it stays open


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="optimizer-trajectories", description="Serve the Optimizer Trajectories page."
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    parser.add_argument("--port", default=8000, type=_port, help="port, 0 for any free one (default: %(default)s)")
    parser.add_argument(
        "--workers", default=1, type=_workers, help="number of processes that serve (default: %(default)s)"
    )
    parser.add_argument("--open", action="store_true", help="open the page in a browser")
    return parser


def _port(text: str) -> int:
    return _whole(text, 0, 65535)


def _workers(text: str) -> int:
    return _whole(text, 1, 1000)


def _whole(text: str, low: int, high: int) -> int:
    if text.isdecimal() and low <= int(text) <= high:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is not allowed: a whole number from {low} to {high}")


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    if sys.platform != "win32":  # where it would let two servers share a port
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(2048)
    except OSError:
        listener.close()
        raise
    listener.set_inheritable(True)
    return listener


def _is_news(record: logging.LogRecord) -> bool:
    """Return whether a record is worth showing. Streams that stopping the server cancels need no traceback."""
    from asyncio import CancelledError  # imported here, because it would delay --help

    return not (record.exc_info and isinstance(record.exc_info[1], CancelledError))


if __name__ == "__main__":
    sys.exit(main())
