import headless from '@xterm/headless';
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {createFramePainter, type FramePainter} from '../../source/ui/frame-painter.ts';
import {FakeOutput} from '../support/fake-terminal.ts';

const [columns, rows] = [20, 6];

/** A painter on a terminal in memory, and what that shows. */
function open() {
	const stdout = new FakeOutput(columns, rows);
	const painter = createFramePainter(stdout, () => stdout.writableLength === 0);
	return {stdout, painter, draw: (...lines: readonly string[]) => drawn(painter, lines)};
}

/** As Ink writes a frame: what takes the last one away, then all of it. */
function drawn({output}: FramePainter, lines: readonly string[]): void {
	output.write('\u001b[?2026h');
	output.write(`${'\u001b[2K\u001b[1A'.repeat(5)}\u001b[2K\u001b[G${lines.join('\n')}`);
	output.write('\u001b[?2026l');
}

async function shown(raw: string): Promise<readonly string[]> {
	const terminal = new headless.Terminal({cols: columns, rows, allowProposedApi: true});
	await new Promise<void>((resolve) => {
		terminal.write(`\u001b[?1049h${raw}`, resolve);
	});
	return Array.from(
		{length: rows},
		(_, row) => terminal.buffer.active.getLine(row)?.translateToString(true, 0, columns).trimEnd() ?? '',
	);
}

const line = fc.constantFrom('', 'one', 'two', 'three', 'four', 'five', '│> bob            │', '└──────────────────┘');
const frame = fc.array(line, {minLength: rows, maxLength: rows});

test('whatever frames follow one another, the terminal shows the last one', async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(frame, {minLength: 1, maxLength: 6}), async (frames) => {
			const {stdout, draw} = open();
			for (const one of frames) draw(...one);
			expect(await shown(stdout.raw)).toEqual(frames.at(-1));
		}),
	);
});

test('each frame is one synchronized update, and one that changes nothing is none', () => {
	const {stdout, draw} = open();
	draw('a', 'b');
	expect(stdout.raw).toBe('\u001b[?2026h\u001b[H\u001b[J\u001b[1Ha\r\nb\u001b[?2026l');
	stdout.raw = '';
	draw('a', 'c');
	expect(stdout.raw).toBe('\u001b[?2026h\u001b[2Hc\u001b[?2026l');
	stdout.raw = '';
	draw('a', 'c');
	expect(stdout.raw).toBe('');
});

test('a list that goes on by a row is scrolled', async () => {
	const {stdout, draw} = open();
	const long = ['the first row', 'the second row', 'the third row', 'the fourth row', 'the fifth row', 'the sixth row'];
	draw('header', ...long.slice(0, 5));
	const before = stdout.raw.length;
	draw('header', ...long.slice(1, 6));
	expect(stdout.raw.slice(before)).toContain('\u001b[2;6r\u001b[6H\u001bD\u001b[r');
	expect(stdout.raw.slice(before).length).toBeLessThan(60);
	expect(await shown(stdout.raw)).toEqual(['header', ...long.slice(1, 6)]);
});

test('while the terminal does not read nothing is written; then the newest frame, once', () => {
	const {stdout, draw} = open();
	draw('a');
	stdout.writableLength = 1;
	stdout.raw = '';
	for (const text of ['b', 'c', 'd']) draw(text);
	expect(stdout.raw).toBe('');
	stdout.emit('drain');
	expect(stdout.raw).toBe('');
	stdout.writableLength = 0;
	stdout.emit('drain');
	stdout.emit('drain');
	expect(stdout.raw).toBe('\u001b[?2026h\u001b[1Hd\u001b[?2026l');
});

test('a window of another size, and whatever else goes through, make the next frame a whole one', () => {
	const {stdout, painter, draw} = open();
	draw('a');
	for (const disturb of [() => stdout.emit('resize'), () => painter.output.write('\u001b[?1049h')]) {
		disturb();
		stdout.raw = '';
		draw('a');
		expect(stdout.raw).toBe('\u001b[?2026h\u001b[H\u001b[J\u001b[1Ha\u001b[?2026l');
	}
});

test('what waits is not drawn over the shell when the screen has gone', () => {
	const {stdout, painter, draw} = open();
	draw('a');
	stdout.writableLength = 1;
	draw('b');
	painter.output.write('\u001b[?1049l');
	stdout.writableLength = 0;
	stdout.raw = '';
	stdout.emit('drain');
	draw('c');
	painter.close();
	stdout.raw = '';
	stdout.emit('drain');
	expect(stdout.raw).toBe('');
});
