import type {Socket} from 'node:net';
import {createServer, type Server as TlsServer, type TLSSocket} from 'node:tls';
import type {Clock} from '../base/clock.ts';
import {FtError} from '../protocol/errors.ts';
import {
	admissionBytes,
	admissionMs,
	dataHelloMs,
	maxUnadmitted,
	maxUnadmittedPerAddress,
	maxWaitingData,
	sealedSegmentBytes,
} from '../protocol/limits.ts';
import {toPlainAddress} from './address.ts';
import {createAdmissionQueue, type AdmissionQueue} from './admission-queue.ts';
import type {Channel} from './channel.ts';
import {toConnectionKind, type ConnectionKind} from './connection-kind.ts';
import type {IncomingData} from './data-connection.ts';
import {createIncomingData} from './incoming-data.ts';
import {sayLastWords} from './last-words.ts';
import {createSlabPool} from './slab-reader.ts';
import {createSocketChannel} from './socket-channel.ts';
import {toServerTlsOptions, type Certificate} from './tls.ts';

export type DoorOptions = {
	readonly certificate: Certificate;
	readonly clock: Clock;
	/** A control connection after its TLS handshake: subscribe at once, `admit` within 20 s of its beginning. */
	readonly onControl: (channel: Channel<'hub'>) => void;
	/** A data connection with its ticket: `accept` or `refuse` within 5 s. */
	readonly onData: (incoming: IncomingData) => void;
	/** Somebody was turned away before either: for the log. `address` is empty when it is not known any more. */
	readonly onRefused?: ((address: string, why: string) => void) | undefined;
	/** Connections of both kinds at once; beyond, the oldest unadmitted one goes, or who comes. Without it as many as the system gives. */
	readonly maxConnections?: number | undefined;
	/** Somebody was turned away because of that: told once a minute. */
	readonly onFull?: (() => void) | undefined;
};

/** What happens to a socket from accept until it is a channel, a data connection, or turned away; with the caps on those in between. */
export type Door = {
	/** Takes a socket just accepted, half-open allowed. */
	enter(socket: Socket): void;
	/** Destroys every socket that ever entered and is still open. */
	destroyAll(): void;
};

/** Creates the door of one listener. */
export function createDoor(options: DoorOptions): Door {
	return new HubDoor(options);
}

/** Slabs per relayed connection: two in flight, one reserved for the next read. */
const relayDepth = 3;
/** Slabs kept for the next connections: 8 MiB. */
const maxFreeSlabs = 32;
const fullAgainMs = 60_000;
const httpText = 'This is an ft hub, not a web server. Join it with: ft client --server <host>:<port>\n';
const httpAnswer = [
	'HTTP/1.1 400 Bad Request',
	'Content-Type: text/plain',
	`Content-Length: ${httpText.length}`,
	'Connection: close',
	'',
	httpText,
].join('\r\n');

type Entrant = {
	readonly socket: Socket;
	readonly address: string;
	readonly startedMs: number;
	/** Takes it out of the queue of those that are nobody yet. */
	readonly leave: () => void;
};

class HubDoor implements Door {
	readonly #options: DoorOptions;
	readonly #sockets = new Set<Socket>();
	/** Two queues, so that who has done its TLS handshake, and now proves a code, is not pushed out by connections that cost nothing. */
	readonly #unknown = createAdmissionQueue(maxUnadmitted, maxUnadmittedPerAddress);
	readonly #joining = createAdmissionQueue(maxUnadmitted, maxUnadmittedPerAddress);
	readonly #waitingData = createAdmissionQueue(maxWaitingData, maxWaitingData);
	readonly #pool = createSlabPool(sealedSegmentBytes, maxFreeSlabs);
	/** By remote endpoint: a TLS server tells the finished handshake, not which socket it was given. */
	readonly #handshakes = new Map<string, Entrant>();
	readonly #tlsServer: TlsServer;
	#toldFullMs = -Infinity;

	constructor(options: DoorOptions) {
		this.#options = options;
		this.#tlsServer = createServer(toServerTlsOptions(options.certificate), (socket) => {
			this.#onSecure(socket);
		});
		this.#tlsServer.on('tlsClientError', (error, socket) => {
			// After a timeout of its own Node would leave the socket open; ours comes first, but nothing must hang on that.
			this.#turnAway(socket, toPlainAddress(socket.remoteAddress), error.message);
		});
	}

	enter(socket: Socket): void {
		const address = toPlainAddress(socket.remoteAddress);
		socket.on('error', () => {});
		if (this.#sockets.size >= (this.#options.maxConnections ?? Infinity)) {
			this.#tellFull();
			if (!this.#unknown.evictOldest() && !this.#joining.evictOldest()) {
				this.#turnAway(socket, address, 'the hub has as many connections as it can');
				return;
			}
		}
		this.#track(socket);
		const leave = this.#queue(this.#unknown, socket, address, 'too many connections have not said what they are');
		const entrant: Entrant = {socket, address, startedMs: this.#options.clock.monotonicMs(), leave};
		tellKind(socket, this.#options.clock, (kind) => {
			this.#onKind(entrant, kind);
		});
	}

	destroyAll(): void {
		for (const socket of this.#sockets) socket.destroy();
	}

	#onKind(entrant: Entrant, kind: ConnectionKind): void {
		const {socket, address} = entrant;
		switch (kind.kind) {
			case 'control':
				this.#beginControl(entrant);
				break;
			case 'data':
				this.#beginData(entrant, kind.ticket);
				break;
			case 'http':
				this.#options.onRefused?.(address, 'it speaks HTTP');
				sayLastWords(socket, httpAnswer, this.#options.clock);
				break;
			case 'unknown':
				this.#turnAway(socket, address, 'it does not speak ft');
				break;
			case 'undecided':
				this.#turnAway(socket, address, 'it said too little in time');
				break;
		}
	}

	#beginControl(entrant: Entrant): void {
		const {socket, address, startedMs} = entrant;
		const {clock} = this.#options;
		const key = endpointOf(socket);
		this.#handshakes.set(key, entrant);
		const cancel = clock.schedule(startedMs + admissionMs - clock.monotonicMs(), () => {
			if (this.#handshakes.has(key)) this.#turnAway(socket, address, 'no TLS handshake in time');
		});
		socket.once('close', () => {
			cancel();
			this.#handshakes.delete(key);
		});
		this.#tlsServer.emit('connection', socket);
	}

	#onSecure(socket: TLSSocket): void {
		const key = endpointOf(socket);
		const entrant = this.#handshakes.get(key);
		this.#handshakes.delete(key);
		if (!entrant) {
			socket.destroy();
			return;
		}
		const {address, startedMs} = entrant;
		entrant.leave();
		const leave = this.#queue(this.#joining, socket, address, 'too many connections wait for admission');
		let channel: Channel<'hub'>;
		try {
			// TLS itself takes a certificate of 100 KB; its messages have their own bounds until then.
			if (entrant.socket.bytesRead > admissionBytes) {
				throw new FtError('limit', `a TLS handshake of more than ${admissionBytes} bytes`);
			}
			channel = createSocketChannel({
				mine: 'hub',
				socket,
				clock: this.#options.clock,
				startedMs,
				onSettled: leave,
			});
		} catch (error) {
			if (!(error instanceof FtError)) throw error;
			this.#turnAway(socket, address, error.message);
			return;
		}
		this.#options.onControl(channel);
	}

	#beginData({socket, address, leave}: Entrant, ticket: string): void {
		leave();
		const why = 'too many data connections wait for their other end';
		const leaveWaiting = this.#queue(this.#waitingData, socket, address, why);
		const incoming = createIncomingData({
			socket,
			ticket,
			address,
			clock: this.#options.clock,
			pool: this.#pool,
			depth: relayDepth,
			onTakenOver: (taken) => {
				leaveWaiting();
				this.#track(taken);
			},
		});
		this.#options.onData(incoming);
	}

	/** Puts it into a queue until it leaves, closes, or is pushed out. */
	#queue(queue: AdmissionQueue, socket: Socket, address: string, why: string): () => void {
		const leave = queue.enter(address, () => {
			this.#turnAway(socket, address, why);
		});
		socket.once('close', leave);
		return leave;
	}

	#tellFull(): void {
		const nowMs = this.#options.clock.monotonicMs();
		if (nowMs - this.#toldFullMs < fullAgainMs) return;
		this.#toldFullMs = nowMs;
		this.#options.onFull?.();
	}

	#turnAway(socket: Socket, address: string, why: string): void {
		this.#options.onRefused?.(address, why);
		socket.destroy();
	}

	#track(socket: Socket): void {
		this.#sockets.add(socket);
		socket.once('close', () => this.#sockets.delete(socket));
	}
}

/** Reads until the first bytes tell the kind, or `dataHelloMs` have passed, or the peer has half-closed. */
function tellKind(socket: Socket, clock: Clock, onKind: (kind: ConnectionKind) => void): void {
	let bytes: Buffer = Buffer.alloc(0);
	const decide = (kind: ConnectionKind): void => {
		cancel();
		socket.removeListener('data', onBytes);
		socket.removeListener('end', giveUp);
		socket.removeListener('close', cancel);
		onKind(kind);
	};
	const giveUp = (): void => {
		decide({kind: 'undecided'});
	};
	const onBytes = (more: Buffer): void => {
		bytes = Buffer.concat([bytes, more]);
		const kind = toConnectionKind(bytes);
		if (kind.kind === 'undecided') return;
		if (kind.kind === 'control') {
			// TLS takes what is in the buffer first.
			socket.pause();
			socket.unshift(bytes);
		}
		decide(kind);
	};
	const cancel = clock.schedule(dataHelloMs, giveUp);
	socket.on('data', onBytes);
	socket.on('end', giveUp);
	socket.on('close', cancel);
}

function endpointOf(socket: Socket): string {
	return `${socket.remoteAddress} ${socket.remotePort} ${socket.localAddress}`;
}
