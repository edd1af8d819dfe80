import {describe, expect, test, vi} from 'vitest';
import {clientKeys} from '../../source/state/client-keys.ts';
import {serverKeys} from '../../source/state/server-keys.ts';
import type {ScreenView} from '../../source/state/view.ts';
import {blankCell, isSame, toCells} from '../../source/ui/cells.ts';
import {paintChanges} from '../../source/ui/paint-frame.ts';
import {clientWays, dashboardWays, type KeyWay} from '../support/key-ways.ts';
import {linesOf} from '../support/pressed-screens.tsx';

/* What every key of both screens costs on a slow line, at 80x24, with lists that are longer than their panes. Decision 27 tells how. */

// Chalk looks for it as soon as Ink is there.
vi.hoisted(() => {
	process.env['FORCE_COLOR'] = '1';
});

const columns = 80;
/** What the painter writes around each frame: a synchronized update. */
const updateBytes = 16;

type KeyCost = {
	readonly name: string;
	readonly mode: string;
	/** The panes, or a sheet over them, stay; at most a question, a field or a cursor comes and goes. */
	readonly isOnPage: boolean;
	readonly bytes: number;
	/** Rows that are others than before, and their characters that are, in UTF-8; blanks are none. */
	readonly changedRows: number;
	readonly changedBytes: number;
};
type Painted = Pick<KeyCost, 'bytes' | 'changedRows' | 'changedBytes'>;

/** Keys that a field takes by itself. */
const typed = ['b', 'o', 'backspace', 'left', 'ctrl+w'];

function costsOf(way: KeyWay): readonly KeyCost[] {
	const screen = way.open();
	const [mode, before] = [screen.mode(), screen.view()];
	const hasField = before.prompt !== undefined || before.bands.flat().some(({widget}) => widget?.type === 'field');
	return [...screen.keysOf(mode), ...(hasField ? typed : [])].map((key) => {
		const pressed = way.open();
		pressed.press(key);
		const after = pressed.view();
		return {
			name: `${way.keys} | ${key}`,
			mode,
			isOnPage: pageOf(before) === pageOf(after) && pageOf(before) !== whole && !narrowsAll(mode, way.keys, key),
			...bytesBetween(linesOf(before), linesOf(after)),
		};
	});
}

/** The filter of the dashboard that every pane is narrowed by: all of them are others at once. */
function narrowsAll(mode: string, way: string, key: string): boolean {
	return mode === 'filtering' && way === 'F' && typed.includes(key);
}

const whole = 'the whole screen';
const homePanes = new Set(['users', 'files', 'transfers', 'log', 'connections', 'throughput']);

/** What is looked at: the panes, a sheet over them and how high it is, or one thing that takes the whole screen. */
function pageOf(view: ScreenView): string {
	const panes = view.bands.flat().filter(({id}) => id !== 'dialog');
	if (panes.length < 2) return whole;
	const sheet = panes.find(({id}) => !homePanes.has(id));
	return sheet ? `${sheet.id} ${sheet.rows}` : 'home';
}

const known = new Map<readonly string[], Map<readonly string[], Painted>>();

/** Many keys lead to the same: that is painted once. */
function bytesBetween(before: readonly string[], after: readonly string[]): Painted {
	const from = known.get(before) ?? new Map<readonly string[], Painted>();
	known.set(before, from);
	const painted = from.has(after) ? '' : paintChanges(before, after, columns);
	const cost = from.get(after) ?? {
		bytes: painted === '' ? 0 : Buffer.byteLength(painted) + updateBytes,
		changedRows: after.filter((line, row) => line !== before[row]).length,
		changedBytes: after.reduce((sum, line, row) => sum + changedBytes(before[row] ?? '', line), 0),
	};
	from.set(after, cost);
	return cost;
}

function changedBytes(before: string, after: string): number {
	const old = toCells(before) ?? [];
	return (toCells(after) ?? []).reduce(
		(sum, cell, column) =>
			cell === blankCell || isSame(cell, old[column] ?? blankCell) ? sum : sum + Buffer.byteLength(cell.text),
		0,
	);
}

const said = ({name, bytes, changedBytes: changed}: KeyCost): string => `${name}: ${bytes} for ${changed}`;

describe.each([
	['client', clientWays, clientKeys],
	['dashboard', dashboardWays, serverKeys],
] as const)('the %s', (_name, ways, table) => {
	let measured: readonly KeyCost[] | undefined;
	const measure = (): readonly KeyCost[] => (measured ??= ways.flatMap(costsOf));

	test('is measured in every mode of its key table', () => {
		const costs = measure();
		const modes = new Set(costs.map(({mode}) => mode));
		expect(table.flatMap((row) => row.modes).filter((mode) => !modes.has(mode))).toEqual([]);
		expect(costs.filter(({bytes}) => bytes > 0).length).toBeGreaterThan(costs.length / 2);
	});

	test('writes at most 500 bytes for a key that stays on its page', () => {
		expect(
			measure()
				.filter(({isOnPage, bytes}) => isOnPage && bytes > 500)
				.map(said),
		).toEqual([]);
	});

	test('writes for a page at most 1.2 times the characters that change, with 32 bytes for each row and for the frame', () => {
		const most = (cost: KeyCost): number => 32 + 1.2 * cost.changedBytes + 32 * cost.changedRows;
		expect(
			measure()
				.filter((cost) => cost.bytes > most(cost))
				.map(said),
		).toEqual([]);
	});
});
