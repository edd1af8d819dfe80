import {createFrameDecoder, encodeFrame} from '../../source/protocol/frames.ts';
import type {MemoryTap} from '../../source/transport/memory-pair.ts';
import type {Json} from './json.ts';

/** A message on the wire: what it says of itself may be anything. */
export type Heard = {readonly type: string; readonly [field: string]: Json};

/** Who reads every message of a connection, and says instead what it likes. */
export type Meddler = {
	/** A message on its way: what is to go on in its place, in this order. */
	change(towards: 'client' | 'hub', message: Heard): readonly Json[];
	/** A new connection: `say` puts in a message, now or later. */
	begin?(say: (towards: 'client' | 'hub', message: Json) => void): void;
};

/** Puts a meddler onto one connection. */
export function createFrameTap(meddler: Meddler): MemoryTap {
	const decoders = {client: createFrameDecoder(maxBytes), hub: createFrameDecoder(maxBytes)};
	const passes = new Map<'client' | 'hub', (bytes: Uint8Array) => void>();
	meddler.begin?.((towards, message) => {
		passes.get(towards)?.(toFrame(message));
	});
	return (towards, bytes, pass) => {
		passes.set(towards, pass);
		for (const payload of decoders[towards].push(bytes)) {
			const message = JSON.parse(new TextDecoder().decode(payload)) as Heard;
			for (const said of meddler.change(towards, message)) pass(toFrame(said));
		}
	};
}

const maxBytes = 2 ** 30;

/** A frame that holds this, whatever a schema says. */
export function toFrame(message: Json): Uint8Array {
	return encodeFrame(new TextEncoder().encode(JSON.stringify(message)));
}
