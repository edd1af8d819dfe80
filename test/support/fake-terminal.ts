import type {TerminalInput} from '../../source/ui/key-stream.ts';
import {openTerminal, type Environment, type Terminal, type TerminalOutput} from '../../source/ui/terminal.ts';
import type {Clock} from '../../source/base/clock.ts';
import {systemClock} from '../../source/base/clock.ts';
import headless from '@xterm/headless';
import {deadlineMs} from './until.ts';

/** A terminal emulator instead of a window: what is written is drawn, what is typed is read. */
export type FakeTerminal = {
	readonly terminal: Terminal;
	readonly emulator: InstanceType<typeof headless.Terminal>;
	readonly input: FakeInput;
	readonly output: FakeOutput;
	/** Everything written so far. */
	raw(): string;
	/** The rows of the screen, without the spaces at their ends. */
	rows(): readonly string[];
	screen(): string;
	/** Sends bytes as one chunk. */
	send(text: string): void;
	resize(columns: number, rows: number): void;
	/** Waits until the screen has this text, or the condition holds; fails with the screen after the deadline. */
	waitFor(condition: string | ((screen: string) => boolean)): Promise<void>;
	/** Waits until all that was typed is dealt with and drawn. */
	settle(): Promise<void>;
};

type Listener = (argument?: never) => void;

/** A stdin that tests type on. */
export class FakeInput implements TerminalInput {
	readonly isTTY = true;
	isRaw = false;
	isPaused = true;
	readonly #listeners = new Set<(chunk: string) => void>();
	setEncoding(): this {
		return this;
	}
	setRawMode(isRaw: boolean): this {
		this.isRaw = isRaw;
		return this;
	}
	on(_event: 'data', listener: (chunk: string) => void): this {
		this.#listeners.add(listener);
		return this;
	}
	off(_event: 'data', listener: (chunk: string) => void): this {
		this.#listeners.delete(listener);
		return this;
	}
	resume(): this {
		this.isPaused = false;
		return this;
	}
	pause(): this {
		this.isPaused = true;
		return this;
	}
	type(text: string): void {
		for (const listener of this.#listeners) listener(text);
	}
}

/** A stdout that remembers, and can pretend not to be read. */
export class FakeOutput implements TerminalOutput {
	readonly isTTY = true;
	readonly writable = true;
	columns: number;
	rows: number;
	writableLength = 0;
	raw = '';
	isStuck = false;
	onWrite: (text: string) => void = () => undefined;
	readonly #listeners = new Map<string, Set<Listener>>();
	constructor(columns: number, rows: number) {
		this.columns = columns;
		this.rows = rows;
	}
	write(text: string, written?: () => void): boolean {
		this.raw += text;
		this.onWrite(text);
		if (written && !this.isStuck) setImmediate(written);
		return true;
	}
	on(event: string, listener: Listener): this {
		const listeners = this.#listeners.get(event) ?? new Set();
		this.#listeners.set(event, listeners.add(listener));
		return this;
	}
	off(event: string, listener: Listener): this {
		this.#listeners.get(event)?.delete(listener);
		return this;
	}
	emit(event: string): void {
		for (const listener of this.#listeners.get(event) ?? []) listener();
	}
}

export function openFakeTerminal({
	columns = 80,
	rows = 24,
	env = {LANG: 'C.UTF-8', TERM: 'xterm-256color'},
	clock = systemClock,
	onContinued = () => () => undefined,
}: {
	columns?: number;
	rows?: number;
	env?: Environment;
	clock?: Clock;
	onContinued?: (listener: () => void) => () => void;
} = {}): FakeTerminal {
	const emulator = new headless.Terminal({cols: columns, rows, allowProposedApi: true});
	const input = new FakeInput();
	const output = new FakeOutput(columns, rows);
	let pending = 0;
	output.onWrite = (text) => {
		pending++;
		emulator.write(text.replaceAll(/\r?\n/g, '\r\n'), () => {
			pending--;
		});
	};
	const terminal = openTerminal({stdin: input, stdout: output, env, clock, onContinued});
	if (!terminal) throw new Error('the fake terminal is no terminal');
	const rowsOf = (): readonly string[] =>
		Array.from(
			{length: emulator.rows},
			(_, row) =>
				emulator.buffer.active
					.getLine(emulator.buffer.active.viewportY + row)
					?.translateToString(true, 0, emulator.cols) ?? '',
		);
	const fake: FakeTerminal = {
		terminal,
		emulator,
		input,
		output,
		raw: () => output.raw,
		rows: rowsOf,
		screen: () => rowsOf().join('\n'),
		send: (text) => {
			input.type(text);
		},
		resize(newColumns, newRows) {
			emulator.resize(newColumns, newRows);
			output.columns = newColumns;
			output.rows = newRows;
			output.emit('resize');
		},
		async waitFor(condition) {
			const holds = typeof condition === 'string' ? (screen: string) => screen.includes(condition) : condition;
			const deadline = performance.now() + deadlineMs;
			while (pending > 0 || !holds(fake.screen())) {
				if (performance.now() > deadline)
					throw new Error(`waited for ${String(condition)}, the screen is:\n${fake.screen()}`);
				await turn();
			}
		},
		async settle() {
			let seen = -1;
			// Ink draws at most every 34 ms: two quiet stretches of that length are rest.
			for (let quiet = 0; quiet < 2; quiet++) {
				await new Promise((resolve) => setTimeout(resolve, 36));
				while (pending > 0) await turn();
				if (seen !== output.raw.length) quiet = -1;
				seen = output.raw.length;
			}
		},
	};
	return fake;
}

async function turn(): Promise<void> {
	await new Promise((resolve) => {
		setTimeout(resolve, 1);
	});
}
