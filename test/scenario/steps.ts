import type {AcceptRule} from '../../source/client/offers.ts';
import {sealedSegmentBytes} from '../../source/protocol/limits.ts';
import type {MemoryFaults} from '../../source/transport/memory-pipe.ts';
import type {Person, Window, World} from './world.ts';

/** Takes everything without asking. */
export const acceptAll: AcceptRule = {mode: 'all', maxBytes: Number.MAX_SAFE_INTEGER};

const made = new Map<string, Buffer>();

/** Content that is the same for the same size and seed, and nowhere repeats. */
export function bytes(count: number, seed = 1): Buffer {
	const known = made.get(`${count} ${seed}`);
	if (known) return known;
	const buffer = Buffer.alloc(count);
	made.set(`${count} ${seed}`, buffer);
	let state = seed;
	for (let index = 0; index < count; index++) {
		state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
		buffer[index] = state >>> 24;
	}
	return buffer;
}

/** Starts a send; returns the transfer's id. */
export async function sendTo(
	world: World,
	from: Window,
	to: Window,
	paths: readonly string[],
	note = '',
): Promise<string> {
	return await sendToAll(world, from, [to.person], paths, {note});
}

/** The same to several, who may be away. */
export async function sendToAll(
	world: World,
	from: Window,
	to: readonly Person[],
	paths: readonly string[],
	options: {readonly note?: string; readonly store?: boolean} = {},
): Promise<string> {
	const find = ({name}: Person): string | undefined => from.client.people.findByName(name)?.id;
	await world.until('all are known', () => to.every((person) => find(person) !== undefined));
	const request = {paths, to: to.map((person) => find(person) ?? ''), note: '', ...options};
	const started = from.client.sends.start(request, new AbortController().signal);
	let transfer: string | undefined;
	let problem: unknown;
	started.then(
		(made) => {
			transfer = made.transfer;
		},
		(error: unknown) => {
			problem = error;
		},
	);
	await world.until('the send began', () => transfer !== undefined || problem !== undefined);
	if (transfer === undefined) throw problem;
	return transfer;
}

/** As `sendTo`, and waits until the other sees the offer. */
export async function offerTo(
	world: World,
	from: Window,
	to: Window,
	paths: readonly string[],
	note = '',
): Promise<string> {
	const transfer = await sendTo(world, from, to, paths, note);
	await world.until('the offer is shown', () =>
		to.client.snapshot().offers.some((offer) => offer.transfer === transfer),
	);
	return transfer;
}

/** Sees every data connection of a window, and the bytes through it so far, as they go by. */
export function watchData(window: Window, onBytes: (totalBytes: number, faults: MemoryFaults) => void): void {
	let total = 0;
	window.line.onData = (connection, faults) => {
		const count = (bytes: number): void => {
			total += bytes;
			onBytes(total, faults);
		};
		return {
			...connection,
			read(sink) {
				connection.read((view, done) => {
					count(view.length);
					sink(view, done);
				});
			},
			write(parts, done) {
				const length = parts.reduce((sum, part) => sum + part.length, 0);
				connection.write(parts, done);
				count(length);
			},
		};
	};
}

/** Holds a window's data connections still once so many bytes went through; call the returned function to let them go on. */
export function haltData(window: Window, afterBytes: number): () => void {
	let isHalted = true;
	const halted = new Set<MemoryFaults>();
	watchData(window, (total, faults) => {
		if (!isHalted || total < afterBytes) return;
		halted.add(faults);
		faults.stall();
	});
	return () => {
		isHalted = false;
		for (const faults of halted) faults.resume();
	};
}

/** Starts a transfer that bob takes, and stops it once so many sealed bytes have gone: it is running and will stay so. */
export async function beginTransfer(
	world: World,
	from: Window,
	to: Window,
	file: string,
	haltAfterBytes = 2 * sealedSegmentBytes,
): Promise<{transfer: string; goOn: () => void}> {
	const goOn = haltData(from, haltAfterBytes);
	const transfer = await offerTo(world, from, to, [file]);
	to.client.actions.accept(transfer);
	await world.until('it runs', () => from.phase(transfer) === 'running' && to.phase(transfer) === 'running');
	// Of what went out the last segments are still on their way.
	const verified = (): number => from.client.snapshot().transfers.find((row) => row.transfer === transfer)?.bytes ?? 0;
	await world.until(
		'a part is verified',
		() => verified() > 0 && verified() >= haltAfterBytes - 4 * sealedSegmentBytes,
	);
	return {transfer, goOn};
}

/** Waits until both have it, and have said so. */
export async function untilDelivered(world: World, from: Window, to: Window, transfer: string): Promise<void> {
	await world.until('delivered at both ends', () => {
		const isSent = from.of('delivered').some((event) => event.transfer === transfer);
		return isSent && to.of('received').some((event) => event.transfer === transfer);
	});
}
