import {createCleanup} from '../base/cleanup.ts';
import type {Clock} from '../base/clock.ts';
import {display} from '../base/display.ts';
import {asciiGlyphs, spokenGlyphs, unicodeGlyphs, type Glyphs} from '../state/glyphs.ts';
import {createFramePainter} from './frame-painter.ts';
import {createKeyStream, type KeyStream, type TerminalInput} from './key-stream.ts';

/** The part of a terminal's output that is used; a `tty.WriteStream` is one. */
export type TerminalOutput = {
	readonly isTTY?: boolean;
	readonly columns?: number;
	readonly rows?: number;
	readonly writableLength: number;
	write(text: string, written?: () => void): boolean;
	on(event: 'drain' | 'error' | 'resize', listener: (error?: Error) => void): unknown;
	off(event: 'drain' | 'error' | 'resize', listener: (error?: Error) => void): unknown;
	emit(event: 'drain'): unknown;
	/** Of Node, private: feature-detected. */
	readonly _handle?: {setBlocking?(isBlocking: boolean): void};
};

/** Environment variables; `openTerminal` sets some for the libraries that are loaded after it. */
export type Environment = Record<string, string | undefined>;
export type TerminalOptions = {
	readonly stdin: TerminalInput;
	readonly stdout: TerminalOutput;
	readonly env: Environment;
	readonly clock: Clock;
	/** Hears when the process goes on after somebody else than ^Z had stopped it. */
	readonly onContinued?: (listener: () => void) => () => void;
	/** `--ascii` and `--color`; decided from the environment when absent. */
	readonly isAscii?: boolean;
	readonly hasColor?: boolean;
	/** Wheel and clicks come as keys; else the terminal keeps them. */
	readonly hasMouse?: boolean;
	/** False: it never rings. */
	readonly hasBell?: boolean;
};

/** A terminal made ready for a screen. Ink draws on `output` and reads `keys.stdin`. */
export type Terminal = {
	readonly keys: KeyStream;
	readonly output: NodeJS.WriteStream;
	readonly clock: Clock;
	readonly glyphs: Glyphs;
	readonly hasColor: boolean;
	/** Ink's own switch, `INK_SCREEN_READER=true`: plain lines on the primary screen, nothing that moves by itself. */
	readonly isScreenReader: boolean;
	size(): {readonly columns: number; readonly rows: number};
	/** False while more than 16 KiB wait to be read: draw nothing until `onRoom` calls, once. */
	hasRoom(): boolean;
	onRoom(listener: () => void): () => void;
	setTitle(text: string): void;
	ring(): void;
	/** Puts text on the clipboard of whoever sits before the terminal, over SSH and tmux as well, where the terminal allows it (OSC 52). */
	copy(text: string): void;
	/** Somebody has stopped the process, and it goes on: the terminal has to be taken again. */
	onContinued(listener: () => void): () => void;
	/** Gives the terminal back to the shell for ^Z, and takes it again. */
	release(): void;
	take(): void;
	/** Done before the terminal is given back: screens unmount here. The returned function takes it back. */
	beforeClose(undo: () => void | Promise<void>): () => void;
	/** Restores everything and waits until it is written, at most 1.5 s. Idempotent, never rejects. */
	close(): Promise<void>;
};

/** Above this a terminal has stopped reading: what it gets next would be old. */
const maxUnreadBytes = 16_384;
const closeMs = 1500;
/** Terminals take about 100 kB of base64; a path is never as long. */
const maxCopiedCharacters = 16_384;
/** Clicks and the wheel, told by column and row (SGR). */
const mouseOn = '\u001b[?1000h\u001b[?1006h';
const mouseOff = '\u001b[?1006l\u001b[?1000l';
/** Bracketed paste on; a line that is too long is cut, never wrapped; the title is put aside (XTWINOPS). */
const entering = '\u001b[?2004h\u001b[?7l\u001b[22;0t';
const leaving = '\u001b[?2004l\u001b[?7h\u001b[23;0t\u001b[?25h';

/** Why there can be no screen here, as a sentence part; undefined when there can. */
export function terminalProblem({
	stdin,
	stdout,
	env,
}: Pick<TerminalOptions, 'stdin' | 'stdout' | 'env'>): string | undefined {
	if (!stdout.isTTY) return 'the output is no terminal';
	if (!stdin.isTTY || !stdin.setRawMode) return 'the input is no terminal';
	if (env['TERM'] === 'dumb') return 'TERM is dumb';
	return undefined;
}

/**
 * Takes the terminal, or returns undefined where `terminalProblem` has a reason. Call it before ink is loaded: it sets
 * FORCE_COLOR (chalk forgets bold and inverse under NO_COLOR).
 */
export function openTerminal(options: TerminalOptions): Terminal | undefined {
	if (terminalProblem(options) !== undefined) return undefined;
	const {stdin, stdout, env, clock} = options;
	env['FORCE_COLOR'] = '1';
	const hasMouse = options.hasMouse ?? false;
	const keys = createKeyStream(stdin, clock, hasMouse);
	const cleanup = createCleanup(() => undefined);
	const undos = new Set<() => void | Promise<void>>();
	// A terminal that went away makes every write fail; the command ends by its signal, not by this.
	const onError = (): void => undefined;
	stdout.on('error', onError);
	stdout._handle?.setBlocking?.(false);
	const setRaw = (isRaw: boolean): void => {
		try {
			stdin.setRawMode?.(isRaw);
		} catch {
			// The terminal went away, or belongs to another job by now: a signal, or the end of the input, ends the command.
		}
	};
	const take = (): void => {
		setRaw(true);
		keys.start();
		stdout.write(hasMouse ? entering + mouseOn : entering);
	};
	const release = (): void => {
		stdout.write(hasMouse ? mouseOff + leaving : leaving);
		keys.stop();
		setRaw(false);
	};
	cleanup.push(() => stdout._handle?.setBlocking?.(true));
	cleanup.push(async () => whenWritten(stdout, clock));
	cleanup.push(release);
	const isScreenReader = env['INK_SCREEN_READER'] === 'true';
	const glyphs = (options.isAscii ?? !isUtf8(env)) ? asciiGlyphs : unicodeGlyphs;
	const hasRoom = watchRoom(stdout);
	const painter = isScreenReader ? undefined : createFramePainter(stdout, hasRoom);
	cleanup.push(() => painter?.close());
	cleanup.push(async () => {
		for (const undo of [...undos]) await undo();
	});
	take();
	let closing: Promise<void> | undefined;
	return {
		keys,
		output: painter?.output ?? (stdout as unknown as NodeJS.WriteStream),
		clock,
		glyphs: isScreenReader ? spokenGlyphs(glyphs) : glyphs,
		hasColor: options.hasColor ?? (env['NO_COLOR'] ?? '') === '',
		isScreenReader,
		size: () => ({columns: stdout.columns ?? 80, rows: stdout.rows ?? 24}),
		hasRoom,
		onRoom(listener) {
			stdout.on('drain', listener);
			return () => {
				stdout.off('drain', listener);
			};
		},
		setTitle(text) {
			stdout.write(`\u001b]2;${display(text)}\u0007`);
		},
		copy(text) {
			stdout.write(`\u001b]52;c;${Buffer.from(display(text, maxCopiedCharacters)).toString('base64')}\u0007`);
		},
		ring() {
			if (options.hasBell ?? true) stdout.write('\u0007');
		},
		onContinued: options.onContinued ?? (() => () => undefined),
		release,
		take,
		beforeClose(undo) {
			undos.add(undo);
			return () => {
				undos.delete(undo);
			};
		},
		async close() {
			closing ??= cleanup.run();
			await closing;
		},
	};
}

/** Tells whether the terminal keeps up. When it did not, `drain` follows as soon as all is read: Node itself says it only when more than 64 KiB have waited. */
function watchRoom(stdout: TerminalOutput): () => boolean {
	let isAwaited = false;
	return () => {
		if (stdout.writableLength <= maxUnreadBytes) return true;
		if (isAwaited) return false;
		isAwaited = true;
		// An empty write is done when all before it is.
		stdout.write('', () => {
			isAwaited = false;
			stdout.emit('drain');
		});
		return false;
	};
}

/** The locale decides, in the order of POSIX; the Linux console and VT terminals have few glyphs. */
function isUtf8(env: Environment): boolean {
	if (/^(?:linux|vt\d)/.test(env['TERM'] ?? '')) return false;
	const locale = [env['LC_ALL'], env['LC_CTYPE'], env['LANG']].find((value) => value !== undefined && value !== '');
	return /utf-?8/i.test(locale ?? '') || env['WT_SESSION'] !== undefined;
}

async function whenWritten(stdout: TerminalOutput, clock: Clock): Promise<void> {
	await new Promise<void>((resolve) => {
		const unschedule = clock.schedule(closeMs, resolve);
		stdout.write('', () => {
			unschedule();
			resolve();
		});
	});
}
