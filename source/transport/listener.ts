import {createServer, type Server} from 'node:net';
import {FtError} from '../protocol/errors.ts';
import {keepAliveMs} from '../protocol/limits.ts';
import {createDoor, type DoorOptions} from './door.ts';
import {systemCodeOf} from './system-code.ts';

export type ListenOptions = DoorOptions & {
	/** 0: any free one. */
	readonly port: number;
	/** `::` is every address there is; falls back to `0.0.0.0` on a machine without IPv6. */
	readonly host: string;
};

export type Listener = {
	readonly port: number;
	/** The address it is bound to, as the machine tells it: `::` for all. */
	readonly addresses: readonly string[];
	/** Stops listening and destroys every connection still open. Idempotent, never rejects. */
	close(): Promise<void>;
};

/** Listens for both kinds of connection on one port. Rejects with FtError `in-use` or `usage`, which says what to do. */
export async function listen(options: ListenOptions): Promise<Listener> {
	const door = createDoor(options);
	// Half-open is how a data connection ends; keep-alive finds peers whose machine is gone.
	const server = createServer(
		{allowHalfOpen: true, noDelay: true, keepAlive: true, keepAliveInitialDelay: keepAliveMs},
		(socket) => {
			door.enter(socket);
		},
	);
	await listenOn(server, options.port, options.host);
	// What accept reports later (no descriptors left) passes; the server goes on.
	server.on('error', (error) => options.onRefused?.('', `accept failed: ${error.message}`));
	const bound = server.address();
	if (bound === null || typeof bound === 'string') throw new Error('a listening server has no address');
	const closed = Promise.withResolvers<void>();
	return {
		port: bound.port,
		addresses: [bound.address],
		async close() {
			if (server.listening) {
				server.close(() => {
					closed.resolve();
				});
			}
			door.destroyAll();
			await closed.promise;
		},
	};
}

/** Whether `listen` could listen there now: rejects as it does. Somebody else may still come first. */
export async function assertCanListen({port, host}: Pick<ListenOptions, 'port' | 'host'>): Promise<void> {
	const server = createServer();
	await listenOn(server, port, host);
	await new Promise((resolve) => {
		server.close(resolve);
	});
}

async function listenOn(server: Server, port: number, host: string): Promise<void> {
	try {
		await tryListen(server, port, host);
	} catch (error) {
		const code = systemCodeOf(error);
		if (host === '::' && (code === 'EAFNOSUPPORT' || code === 'EADDRNOTAVAIL')) await listenOn(server, port, '0.0.0.0');
		else throw toListenError(error, port, host);
	}
}

async function tryListen(server: Server, port: number, host: string): Promise<void> {
	const listening = Promise.withResolvers<void>();
	server.once('error', listening.reject);
	server.listen({port, host, backlog: 1024}, listening.resolve);
	await listening.promise;
	server.removeListener('error', listening.reject);
}

function toListenError(cause: unknown, port: number, host: string): FtError {
	switch (systemCodeOf(cause)) {
		case 'EADDRINUSE': {
			const text = `port ${port} is in use by another program. Choose one with: ft server --port ${nextPort(port)}`;
			return new FtError('in-use', text, {cause});
		}
		case 'EACCES': {
			const text = `cannot listen on port ${port}: permission denied; ports below 1024 are the system's. Choose one with: ft server --port 5011`;
			return new FtError('usage', text, {cause});
		}
		case 'EADDRNOTAVAIL':
		case 'ENOTFOUND':
		case 'EAI_AGAIN': {
			const text = `cannot listen on ${host}: this machine has no such address. Choose one of its own with --host, or leave it out for all`;
			return new FtError('usage', text, {cause});
		}
		default:
			return new FtError('failed', `cannot listen on ${host} port ${port}: ${String(cause)}`, {cause});
	}
}

function nextPort(port: number): number {
	return port < 65_535 ? port + 1 : 5011;
}
