import {paintChanges, paintWhole} from './paint-frame.ts';

/** What is painted on. */
export type PaintedOn = {
	readonly isTTY?: boolean;
	readonly columns?: number;
	readonly rows?: number;
	write(text: string, written?: () => void): boolean;
	on(event: 'drain' | 'resize', listener: () => void): unknown;
	off(event: 'drain' | 'resize', listener: () => void): unknown;
};

/** The output that Ink draws on. */
export type FramePainter = {
	readonly output: NodeJS.WriteStream;
	/** No frame is painted any more. */
	close(): void;
};

// eslint-disable-next-line no-control-regex -- cursor moves and erasures, by which Ink takes its last frame away
const takenAway = /^(?:\u001b\[[\d;]*[A-HJK])+/;
// eslint-disable-next-line no-control-regex -- what is neither text nor style
const otherControl = /\u001b(?!\[[\d;]*m)|[\u0000-\u0009\u000b-\u001a\u001c-\u001f]/;
const begin = '\u001b[?2026h';
const end = '\u001b[?2026l';

/**
 * Stands between Ink and a terminal in full-screen mode: Ink gives whole frames, the terminal gets the columns that changed, as a synchronized update. Over a slow line that is the difference between
 * a key and a wait. While the terminal does not read, only the newest frame is kept, for when it reads again. Whatever is no frame goes through as it is, and the next frame is painted whole.
 */
export function createFramePainter(stdout: PaintedOn, hasRoom: () => boolean): FramePainter {
	/** What the terminal shows; undefined: nobody can tell. */
	let shown: readonly string[] | undefined;
	let waiting: readonly string[] | undefined;
	const forget = (): void => {
		shown = undefined;
	};
	const paint = (frame: readonly string[]): void => {
		const {columns = 80, rows = 24} = stdout;
		const lines = Array.from({length: rows}, (_, row) => frame[row] ?? '');
		const painted = shown ? paintChanges(shown, lines, columns) : paintWhole(lines, columns);
		shown = lines;
		if (painted !== '') stdout.write(begin + painted + end);
	};
	const onDrain = (): void => {
		if (!waiting || !hasRoom()) return;
		const frame = waiting;
		waiting = undefined;
		paint(frame);
	};
	stdout.on('resize', forget);
	stdout.on('drain', onDrain);
	const write = (text: string, written?: () => void): boolean => {
		// The painter says itself where an update begins and ends.
		if (text === begin || text === end) return true;
		if (text === '') return stdout.write(text, written);
		const frame = text.replace(takenAway, '');
		if (frame === '' || otherControl.test(frame)) {
			forget();
			waiting = undefined;
			return stdout.write(text, written);
		}
		const lines = frame.split('\n');
		if (hasRoom()) paint(lines);
		else waiting = lines;
		return true;
	};
	const output = {
		get isTTY() {
			return stdout.isTTY;
		},
		get columns() {
			return stdout.columns;
		},
		get rows() {
			return stdout.rows;
		},
		on: stdout.on.bind(stdout),
		off: stdout.off.bind(stdout),
		write,
	};
	return {
		output: output as unknown as NodeJS.WriteStream,
		close() {
			stdout.off('resize', forget);
			stdout.off('drain', onDrain);
			waiting = undefined;
		},
	};
}
