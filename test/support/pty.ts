import headless from '@xterm/headless';
import {spawn} from '@lydell/node-pty';
import {createWatcher} from './until.ts';

/** Bytes that keys send. */
export const keys = {
	enter: '\r',
	esc: '\u001b',
	tab: '\t',
	space: ' ',
	backspace: '\u007f',
	up: '\u001b[A',
	down: '\u001b[B',
	right: '\u001b[C',
	left: '\u001b[D',
	ctrlC: '\u0003',
	ctrlL: '\u000c',
	ctrlZ: '\u001a',
	ctrlU: '\u0015',
} as const;

/** A program in a pseudo-terminal, with an emulator that draws what it writes. Only whole frames are judged. */
export type Pty = {
	readonly pid: number;
	readonly emulator: InstanceType<typeof headless.Terminal>;
	/** The rows of the screen, without the spaces at their ends. */
	rows(): readonly string[];
	screen(): string;
	/** Everything written since the start, or since `clearRaw`. */
	raw(): string;
	clearRaw(): void;
	/** Sends bytes as one chunk. */
	send(text: string): void;
	/** Sends keys one by one, each when the one before is drawn or has changed nothing for a moment. */
	type(...pressed: readonly string[]): Promise<void>;
	/** Waits until a whole frame has this, and returns that screen. */
	see(wanted: string | RegExp | ((screen: string) => boolean)): Promise<string>;
	resize(columns: number, rows: number): void;
	/** Nothing is read from it any more, as with ^S or a window that hangs; and read again. */
	pause(): void;
	resume(): void;
	/** The window is closed, or the line is cut: the terminal is gone. */
	hangUp(): void;
	kill(signal: NodeJS.Signals): void;
	/** How it ended; fails after the deadline. */
	exit(): Promise<{readonly exitCode: number; readonly signal: number | undefined}>;
	/** What is wrong with the state it has left the terminal in; empty when all is restored. */
	leftovers(): readonly string[];
	/** Ends it for good. */
	destroy(): Promise<void>;
};

/** Starts a program in a pseudo-terminal. */
export function openPty(
	file: string,
	args: readonly string[],
	options: {cwd: string; env: NodeJS.ProcessEnv; columns: number; rows: number},
): Pty {
	const {cwd, env, columns, rows} = options;
	const emulator = new headless.Terminal({cols: columns, rows, allowProposedApi: true, scrollback: 1000});
	const process = spawn(file, [...args], {cwd, env, cols: columns, rows, name: env['TERM'] ?? 'xterm-256color'});
	const {tell, wait} = createWatcher();
	let raw = '';
	let drawn = '';
	let pending = 0;
	let isCursorHidden = false;
	let ended: {readonly exitCode: number; readonly signal: number | undefined} | undefined;
	process.onData((text) => {
		raw += text;
		drawn = (drawn + text).slice(-100_000);
		isCursorHidden = drawn.lastIndexOf('\u001b[?25l') > drawn.lastIndexOf('\u001b[?25h');
		pending++;
		emulator.write(text, () => {
			pending--;
			tell();
		});
	});
	process.onExit(({exitCode, signal}) => {
		ended = {exitCode, signal};
		tell();
	});
	// It answers queries as a real one does.
	emulator.onData((text) => {
		if (!ended) process.write(text);
	});
	// Ink puts each frame between begin and end of a synchronized update (DEC 2026).
	const isWhole = (): boolean =>
		pending === 0 && drawn.lastIndexOf('\u001b[?2026h') <= drawn.lastIndexOf('\u001b[?2026l');
	const rowsOf = (): readonly string[] =>
		Array.from(
			{length: emulator.rows},
			(_, row) =>
				emulator.buffer.active
					.getLine(emulator.buffer.active.viewportY + row)
					?.translateToString(true, 0, emulator.cols) ?? '',
		);
	const screen = (): string => rowsOf().join('\n');
	const find = async <Value>(what: string, look: () => Value | undefined): Promise<Value> =>
		wait(look, () => `waited in vain for ${what}; the screen is\n${screen()}`);
	/** Resolves when nothing was written for 60 ms: Ink draws at most every 34. */
	const settle = async (): Promise<void> => {
		for (let seen = -1; seen !== raw.length || !isWhole();) {
			seen = raw.length;
			await new Promise((resolve) => {
				setTimeout(resolve, 60);
			});
		}
	};
	return {
		pid: process.pid,
		emulator,
		rows: rowsOf,
		screen,
		raw: () => raw,
		clearRaw() {
			raw = '';
		},
		send(text) {
			process.write(text);
		},
		async type(...pressed) {
			for (const key of pressed) {
				process.write(key);
				await settle();
			}
		},
		see: async (wanted) =>
			find(String(wanted), () => {
				const shown = screen();
				const holds =
					typeof wanted === 'function'
						? wanted(shown)
						: typeof wanted === 'string'
							? shown.includes(wanted)
							: wanted.test(shown);
				if (isWhole() && holds) return shown;
				if (ended && pending === 0)
					throw new Error(`it ended (${ended.exitCode}) without ${String(wanted)}; the screen is\n${shown}`);
				return undefined;
			}),
		resize(newColumns, newRows) {
			emulator.resize(newColumns, newRows);
			process.resize(newColumns, newRows);
		},
		pause() {
			process.pause();
		},
		resume() {
			process.resume();
		},
		hangUp() {
			// Not in its types: closes our end.
			(process as unknown as {destroy(): void}).destroy();
		},
		kill(signal) {
			process.kill(signal);
		},
		exit: async () => find('its end', () => (pending === 0 ? ended : undefined)),
		leftovers() {
			const {modes} = emulator;
			return [
				...(emulator.buffer.active.type === 'alternate' ? ['alternate screen'] : []),
				...(isCursorHidden ? ['hidden cursor'] : []),
				...(modes.bracketedPasteMode ? ['bracketed paste'] : []),
				...(modes.wraparoundMode ? [] : ['no wrap-around']),
				...(modes.mouseTrackingMode === 'none' ? [] : ['mouse reports']),
				...(modes.applicationCursorKeysMode ? ['application cursor keys'] : []),
				...(modes.synchronizedOutputMode ? ['synchronized output'] : []),
			];
		},
		async destroy() {
			if (!ended) process.kill('SIGKILL');
			await find('its end', () => ended);
			emulator.dispose();
		},
	};
}
