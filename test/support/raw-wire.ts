import type {ManualClock} from './manual-clock.ts';
import {createSessionChannel} from '../../source/transport/session-channel.ts';
import type {Channel, Peer} from '../../source/transport/channel.ts';
import type {Wire, WireListener} from '../../source/transport/wire.ts';
import type {Speaker} from '../../source/protocol/messages.ts';

/** The far end of a control connection, held by a test that says bytes instead of messages. */
export type RawWire<Mine extends Speaker> = {
	/** The near end: the product's. */
	readonly channel: Channel<Mine>;
	/** Bytes for the product; they wait while it does not read. */
	push(bytes: Uint8Array): void;
	/** Everything it has said. */
	readonly heardBytes: number;
	readonly isClosed: boolean;
	/** Breaks the connection. */
	drop(): void;
};

/** A connection on which the product is `mine`, proved by TLS to come from `peer`. */
export function createRawWire<Mine extends Speaker>(mine: Mine, peer: Peer, clock: ManualClock): RawWire<Mine> {
	let listener: WireListener | undefined;
	let waiting: Uint8Array[] = [];
	let [isReading, isClosed, heardBytes] = [true, false, 0];
	const close = (cause?: Error): void => {
		if (isClosed) return;
		isClosed = true;
		waiting = [];
		queueMicrotask(() => listener?.onClosed(cause));
	};
	const deliver = (): void => {
		for (let bytes = waiting[0]; bytes && isReading && !isClosed; bytes = waiting[0]) {
			waiting.shift();
			listener?.onBytes(bytes);
		}
	};
	const wire: Wire = {
		write(bytes, done) {
			heardBytes += bytes.length;
			queueMicrotask(done);
		},
		setReading(next) {
			isReading = next;
			if (isReading) queueMicrotask(deliver);
		},
		end: () => {
			close();
		},
		destroy: () => {
			close();
		},
	};
	const channel = createSessionChannel({
		...{mine, peer, clock, startedMs: clock.monotonicMs(), peerText: peer.address},
		exporter: new Uint8Array(32),
		openWire(product) {
			listener = product;
			return wire;
		},
	});
	return {
		channel,
		push(bytes) {
			waiting.push(bytes.slice());
			deliver();
		},
		get heardBytes() {
			return heardBytes;
		},
		get isClosed() {
			return isClosed;
		},
		drop() {
			close(new Error('dropped'));
		},
	};
}
