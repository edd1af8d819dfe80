import {connect, type OnReadOpts, type Socket} from 'node:net';
import {connect as connectTls, type TLSSocket} from 'node:tls';
import type {Clock} from '../base/clock.ts';
import {codeOfWire, FtError} from '../protocol/errors.ts';
import {dialTimeoutMs, keepAliveMs} from '../protocol/limits.ts';
import {toPlainAddress} from './address.ts';
import type {Channel} from './channel.ts';
import {dataHello} from './connection-kind.ts';
import type {DataConnection, Dialler} from './data-connection.ts';
import {toDialError, toDialTimeout, toHandshakeError, toHubText} from './dial-error.ts';
import {createSlabPool, createSlabReader, type SlabPool} from './slab-reader.ts';
import {createSocketChannel} from './socket-channel.ts';
import {createSocketDataConnection} from './socket-data-connection.ts';
import {toClientTlsOptions, type Certificate} from './tls.ts';
import type {ReadSocket} from './user-buffer-socket.ts';

export type DiallerOptions = {
	/** A name or an IP address; `localhost` is tried as `::1` and `127.0.0.1`. */
	readonly host: string;
	readonly port: number;
	readonly certificate: Certificate;
	readonly clock: Clock;
};

/** Dials one hub with real sockets. Data connections go to the very address that answered the last control connection: a name may stand for several machines. */
export function createDialler(options: DiallerOptions): Dialler {
	return new SocketDialler(options);
}

/** Four of half a MiB: what a receiving end was measured to do best with. */
const slabBytes = 512 * 1024;
const slabDepth = 4;
const maxFreeSlabs = 8;
/** How long one of several addresses of a name is tried before the next. */
const attemptMs = 1500;

class SocketDialler implements Dialler {
	readonly #options: DiallerOptions;
	readonly #pool: SlabPool = createSlabPool(slabBytes, maxFreeSlabs);
	/** The address tried last, for texts. */
	#tried: string | undefined;
	/** The address that answered last. */
	#answered: string | undefined;

	constructor(options: DiallerOptions) {
		this.#options = options;
	}

	get address(): string {
		return toHubText(this.#options.host, this.#tried, this.#options.port);
	}

	async control(signal: AbortSignal): Promise<Channel<'client'>> {
		const {clock, certificate, host} = this.#options;
		const startedMs = clock.monotonicMs();
		return await this.#inTime(signal, async (deadline) => {
			const socket = await this.#connect(host, deadline);
			const tls = connectTls({...toClientTlsOptions(certificate), socket});
			try {
				await happened(tls, 'secureConnect', deadline);
				this.#answered = socket.remoteAddress;
				return createSocketChannel({mine: 'client', socket: tls, clock, startedMs, peerText: this.address});
			} catch (error) {
				tls.destroy();
				throw deadline.aborted ? deadline.reason : toHandshakeError(error, host, this.address);
			}
		});
	}

	async data(ticket: string, signal: AbortSignal): Promise<DataConnection> {
		const host = this.#answered ?? this.#options.host;
		const connected: {socket?: Socket} = {};
		const reader = createSlabReader(this.#pool, slabDepth, () => {
			if (!connected.socket?.destroyed) connected.socket?.resume();
		});
		const socket = await this.#inTime(signal, async (deadline) => await this.#connect(host, deadline, reader.onread));
		connected.socket = socket;
		socket.once('close', () => {
			reader.close();
		});
		return await this.#inTime(signal, async (deadline) => {
			socket.write(Buffer.concat([Buffer.from(dataHello), Buffer.from(ticket, 'base64')]));
			try {
				return await verdictOf({socket, reader}, this.address, deadline);
			} catch (error) {
				socket.destroy();
				if (deadline.aborted) throw deadline.reason;
				throw error instanceof FtError ? error : toDialError(error, this.#options.host, this.address);
			}
		});
	}

	async #connect(host: string, deadline: AbortSignal, onread?: OnReadOpts): Promise<Socket> {
		const socket = connect({
			host,
			port: this.#options.port,
			noDelay: true,
			keepAlive: true,
			keepAliveInitialDelay: keepAliveMs,
			allowHalfOpen: true,
			autoSelectFamily: true,
			autoSelectFamilyAttemptTimeout: attemptMs,
			...(onread && {onread}),
		});
		socket.on('connectionAttempt', (address) => {
			this.#tried = address;
		});
		try {
			await happened(socket, 'connect', deadline);
		} catch (error) {
			socket.destroy();
			throw deadline.aborted ? deadline.reason : toDialError(error, this.#options.host, this.address);
		}
		this.#tried = socket.remoteAddress;
		return socket;
	}

	/** Gives the work a signal that aborts with the caller's, or with FtError `unreachable` after `dialTimeoutMs`. */
	async #inTime<Result>(signal: AbortSignal, work: (deadline: AbortSignal) => Promise<Result>): Promise<Result> {
		const controller = new AbortController();
		const cancel = this.#options.clock.schedule(dialTimeoutMs, () => {
			controller.abort(toDialTimeout(this.address));
		});
		try {
			const deadline = AbortSignal.any([signal, controller.signal]);
			deadline.throwIfAborted();
			return await work(deadline);
		} finally {
			cancel();
		}
	}
}

/** Resolves when the socket tells the event, rejects when it fails, closes, or the signal aborts first. */
async function happened(
	socket: Socket | TLSSocket,
	event: 'connect' | 'secureConnect',
	signal: AbortSignal,
): Promise<void> {
	const outcome = Promise.withResolvers<void>();
	// Stays for good: an error between two owners must not crash the process.
	socket.on('error', outcome.reject);
	socket.once('close', () => {
		outcome.reject(closedTooEarly());
	});
	socket.once(event, outcome.resolve);
	await Promise.race([outcome.promise, aborted(signal)]);
}

/** Waits for the hub's byte, 0 or the wire number of an error code. */
async function verdictOf(
	{socket, reader}: ReadSocket,
	hubText: string,
	deadline: AbortSignal,
): Promise<DataConnection> {
	const verdict = Promise.withResolvers<DataConnection>();
	const onEnd = (): void => {
		verdict.reject(closedTooEarly());
	};
	socket.once('error', verdict.reject);
	socket.once('close', onEnd);
	socket.once('end', onEnd);
	reader.start((view, done) => {
		const [wire = 0] = view;
		reader.stop(view.subarray(1), done);
		socket.removeListener('close', onEnd);
		socket.removeListener('end', onEnd);
		if (wire === 0) {
			verdict.resolve(createSocketDataConnection({socket, reader}, toPlainAddress(socket.remoteAddress), hubText));
			return;
		}
		const code = codeOfWire(wire);
		verdict.reject(new FtError(code, `${hubText} refused the data connection: ${code}`));
	});
	return await Promise.race([verdict.promise, aborted(deadline)]);
}

/** Rejects with the signal's reason when it aborts. */
async function aborted(signal: AbortSignal): Promise<never> {
	const outcome = Promise.withResolvers<never>();
	signal.addEventListener(
		'abort',
		() => {
			outcome.reject(signal.reason);
		},
		{once: true},
	);
	return await outcome.promise;
}

function closedTooEarly(): NodeJS.ErrnoException {
	return Object.assign(new Error('the connection was closed too early'), {code: 'ECONNRESET'});
}
