import type {Clock} from '../base/clock.ts';
import {flushKeys, isUnfinishedPaste, splitKeys, type KeyPress} from './split-keys.ts';

/** The part of a terminal's input that is used. */
export type TerminalInput = {
	readonly isTTY?: boolean;
	setEncoding(encoding: 'utf8'): unknown;
	setRawMode?(isRaw: boolean): unknown;
	on(event: 'data', listener: (chunk: string) => void): unknown;
	off(event: 'data', listener: (chunk: string) => void): unknown;
	resume(): unknown;
	pause(): unknown;
};

/** Takes one key; true when it is dealt with, false to hand it to the widget that has the focus in Ink. */
export type KeyHandler = (key: KeyPress) => boolean;

/**
 * Keys of a terminal, one in each turn of the event loop however they arrive (a slow link sends `jjj` as one chunk). The handler
 * sees every key first; what it leaves goes to `stdin`, the look-alike that Ink reads.
 */
export type KeyStream = {
	readonly stdin: NodeJS.ReadStream;
	/** Keys that come before there is a handler wait for it. The returned function takes it away. */
	route(handler: KeyHandler): () => void;
	/** Keys that come meanwhile wait for what the last one asked for, such as a folder or the completion of a path: 1 s at most. */
	holdUntil(settled: Promise<unknown>): void;
	/** Begins and ends listening; both idempotent. */
	start(): void;
	stop(): void;
};

/** An escape sequence that is cut in two arrives within this time; Esc alone is Esc after it. */
const holdMs = 25;
/** A disk that does not answer must not take the keyboard away. */
const maxWaitMs = 1000;
/** A paste whose end never comes must not grow for ever. */
const maxHeldCharacters = 1 << 20;

/** Wraps the input of a terminal; `hasMouse`: wheel and clicks are keys; raw mode stays with whoever opened the terminal. */
export function createKeyStream(input: TerminalInput, clock: Clock, hasMouse = false): KeyStream {
	const queue: KeyPress[] = [];
	const face = createInkFace();
	let handler: KeyHandler | undefined;
	let held = '';
	let unhold = (): void => undefined;
	let isArmed = false;
	let isListening = false;
	const awaited = new Set<Promise<unknown>>();
	const arm = (): void => {
		if (isArmed || !handler || queue.length === 0 || awaited.size > 0) return;
		isArmed = true;
		setImmediate(() => {
			isArmed = false;
			const key = handler && awaited.size === 0 ? queue.shift() : undefined;
			if (key && handler?.(key) === false) face.offer(key.sequence);
			arm();
		});
	};
	const push = (keys: readonly KeyPress[]): void => {
		queue.push(...keys);
		arm();
	};
	const onData = (chunk: string): void => {
		unhold();
		const {keys, rest} = splitKeys(held + chunk, hasMouse);
		held = rest.length > maxHeldCharacters ? '' : rest;
		push(keys);
		if (held === '' || isUnfinishedPaste(held)) return;
		unhold = clock.schedule(holdMs, () => {
			const late = flushKeys(held);
			held = '';
			push(late);
		});
	};
	return {
		stdin: face.stdin,
		route(next) {
			handler = next;
			arm();
			return () => {
				if (handler === next) handler = undefined;
			};
		},
		holdUntil(settled) {
			awaited.add(settled);
			const goOn = (): void => {
				if (awaited.delete(settled)) arm();
			};
			const unschedule = clock.schedule(maxWaitMs, goOn);
			void settled
				.catch(() => undefined)
				.then(unschedule)
				.then(goOn);
		},
		start() {
			if (isListening) return;
			isListening = true;
			input.setEncoding('utf8');
			input.on('data', onData);
			input.resume();
		},
		stop() {
			if (!isListening) return;
			isListening = false;
			unhold();
			input.off('data', onData);
			input.pause();
		},
	};
}

/** What Ink 8 uses of a tty.ReadStream: `readable`, `read`, and calls about raw mode, which is ours and so does nothing. */
function createInkFace(): {readonly stdin: NodeJS.ReadStream; offer(sequence: string): void} {
	const listeners = new Set<() => void>();
	const waiting: string[] = [];
	const face = {
		isTTY: true,
		setEncoding: () => face,
		setRawMode: () => face,
		ref: () => face,
		unref: () => face,
		read: () => waiting.shift() ?? null,
		addListener(event: string, listener: () => void) {
			if (event === 'readable') listeners.add(listener);
			return face;
		},
		removeListener(_event: string, listener: () => void) {
			listeners.delete(listener);
			return face;
		},
	};
	return {
		stdin: face as unknown as NodeJS.ReadStream,
		offer(sequence) {
			// Nobody reads: a widget that is gone must not leave its keys to the next one.
			if (listeners.size === 0) return;
			waiting.push(sequence);
			for (const listener of [...listeners]) listener();
		},
	};
}
