import {FtError} from '../protocol/errors.ts';
import type {DataConnection} from './data-connection.ts';
import type {ReadSocket} from './user-buffer-socket.ts';

/**
 * A data connection over a connected socket that allows half-open. `closed` is undefined only when both directions ended in
 * order; `destroy` before that sends a reset, so that the peer never takes it for an end. `peerText` is for error texts.
 */
export function createSocketDataConnection(
	{socket, reader}: ReadSocket,
	address: string,
	peerText: string,
): DataConnection {
	const ended = Promise.withResolvers<void>();
	const closed = Promise.withResolvers<FtError | undefined>();
	let failure: FtError | undefined;
	const isDone = (): boolean => socket.readableEnded && socket.writableFinished;
	const onClose = (): void => {
		closed.resolve(failure ?? (isDone() ? undefined : lost(peerText)));
	};
	socket.on('error', (cause) => {
		failure ??= lost(peerText, cause);
	});
	socket.on('end', ended.resolve);
	socket.on('close', onClose);
	if (socket.closed) onClose();
	/** Who writes does not read, but must see the peer's end; bytes the wrong way are a mistake of the peer's. */
	let isReading = false;
	const watch = (): void => {
		if (isReading) return;
		isReading = true;
		reader.start((_view, done) => {
			done();
			destroy(new FtError('protocol', `${peerText} sent bytes the wrong way`));
		});
	};
	const destroy = (error?: FtError): void => {
		if (socket.destroyed) return;
		if (isDone()) {
			socket.destroy();
			return;
		}
		failure ??= error ?? new FtError('cancelled', `the data connection with ${peerText} was closed before its end`);
		socket.resetAndDestroy();
	};
	return {
		address,
		read(sink) {
			isReading = true;
			reader.start(sink);
		},
		write(parts, done) {
			watch();
			const last = parts.length - 1;
			if (last > 0) socket.cork();
			for (const [index, part] of parts.entries()) {
				if (index === last) socket.write(part, done);
				else socket.write(part);
			}
			if (last > 0) socket.uncork();
			if (last < 0) queueMicrotask(done);
		},
		end() {
			watch();
			socket.end();
		},
		ended: ended.promise,
		closed: closed.promise,
		destroy,
	};
}

function lost(peerText: string, cause?: Error): FtError {
	return new FtError('unreachable', `the data connection with ${peerText} was lost`, {cause});
}
