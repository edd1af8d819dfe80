import headless from '@xterm/headless';
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {isInverse, toCells} from '../../source/ui/cells.ts';
import {paintChanges, paintWhole} from '../../source/ui/paint-frame.ts';
import {busyClientSnapshot, busyHubSnapshot} from '../support/busy-snapshots.ts';
import {linesOf, pressedClient, pressedDashboard, type PressedScreen} from '../support/pressed-screens.tsx';

const [columns, rows] = [80, 24];
/** Half of the keys: else few of them would find a list, or a page that stays open. */
const moves = ['j', 'k', 'G', 'g', 'page-down', 'b', 'o', 'enter', 'esc', 'esc'];

type Terminal = InstanceType<typeof headless.Terminal>;

async function write(terminal: Terminal, text: string): Promise<void> {
	await new Promise<void>((resolve) => {
		terminal.write(text, resolve);
	});
}

/** What a terminal shows, column by column; of a blank only what can be seen of it. */
function shownOn(terminal: Terminal): readonly string[] {
	return Array.from({length: rows}, (_, row) => {
		const line = terminal.buffer.active.getLine(row);
		return Array.from({length: columns}, (_cell, column) => {
			const cell = line?.getCell(column);
			const text = cell?.getChars() || ' ';
			const isPlain = text === ' ' && !cell?.isInverse();
			return isPlain ? ' ' : [text, cell?.getFgColor(), cell?.isBold(), cell?.isDim(), cell?.isInverse()].join();
		}).join('|');
	});
}

function open(): Terminal {
	return new headless.Terminal({cols: columns, rows, allowProposedApi: true});
}

test.each([
	['client', () => pressedClient(busyClientSnapshot())],
	['dashboard', () => pressedDashboard(busyHubSnapshot())],
])(
	'whatever keys are pressed on the %s, its terminal shows what a whole new frame would',
	async (_name, openScreen) => {
		const walk = fc.array(fc.tuple(fc.boolean(), fc.nat()), {minLength: 15, maxLength: 15});
		await fc.assert(
			fc.asyncProperty(walk, async (steps) => {
				const screen = openScreen();
				const terminal = open();
				let lines = linesOf(screen.view());
				await write(terminal, paintWhole(lines, columns));
				const pressed: string[] = [];
				for (const [isMove, number] of steps) {
					pressed.push(press(screen, isMove ? moves : screen.keysOf(screen.mode()), number));
					const next = linesOf(screen.view());
					await write(terminal, paintChanges(lines, next, columns));
					lines = next;
					const afresh = open();
					await write(afresh, paintWhole(lines, columns));
					expect([pressed, shownOn(terminal)]).toEqual([pressed, shownOn(afresh)]);
				}
			}),
			{numRuns: 3},
		);
	},
);

function press(screen: PressedScreen, keys: readonly string[], number: number): string {
	const key = keys[number % keys.length] ?? 'esc';
	screen.press(key);
	return key;
}

test('a whole new frame shows what Ink has drawn', async () => {
	const terminal = open();
	const lines = linesOf(pressedClient(busyClientSnapshot()).view());
	await write(terminal, paintWhole(lines, columns));
	const drawn = lines.map((line) => {
		const cells = toCells(line) ?? [];
		return cells.map(({text, style}) => `${text}${isInverse(style) ? '!' : ''}`).join('');
	});
	const shown = Array.from({length: rows}, (_, row) => {
		const line = terminal.buffer.active.getLine(row);
		return Array.from({length: columns}, (_cell, column) => {
			const cell = line?.getCell(column);
			return `${cell?.getChars() || ' '}${cell?.isInverse() ? '!' : ''}`;
		}).join('');
	});
	expect(shown.map((line) => line.trimEnd())).toEqual(drawn.map((line) => line.trimEnd()));
});
