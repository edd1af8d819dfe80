import {expect, test} from 'vitest';
import {brokenLines} from '../../source/state/bare-text.ts';
import {clientView} from '../../source/state/client-view.ts';
import {unicodeGlyphs} from '../../source/state/glyphs.ts';
import {createClientDesk, type ClientDesk} from '../support/client-keys.ts';
import {
	clientSnapshot,
	fileRow,
	filesView,
	fullClientSnapshot,
	offerRow,
	tenWords,
	transferRow,
	userRow,
} from '../support/snapshots.ts';
import {paneText} from '../support/view-text.ts';

const long = `${'x'.repeat(100)}.iso`;
const snapshot = clientSnapshot({
	users: [userRow('bob')],
	files: filesView([fileRow(long)]),
	transfers: [transferRow('a.iso', {state: {phase: 'delivered', path: '/home/alice/downloads/a.iso', failedFiles: 0}})],
	offers: [offerRow('x.iso')],
	words: {userId: 'id-bob', words: tenWords},
});
const press = (...keys: string[]): ClientDesk => {
	const desk = createClientDesk(snapshot);
	desk.press(...keys);
	return desk;
};
const shown = (desk: ClientDesk): readonly string[] => {
	const view = clientView(desk.state, {snapshot: desk.snapshot, columns: 80, rows: 24}, {glyphs: unicodeGlyphs});
	const [pane] = view.bands.flat();
	return pane?.isBare ? paneText(pane) : [];
};

test('the bare view has no frame and cuts no name: what is too long goes on in the next line', () => {
	expect(shown(press('2', 'v')).join('')).toBe(`shared:${long}`);
	expect(shown(press('3', 'v'))).toEqual(['a.iso  bob  delivered  /home/alice/downloads/a.iso']);
	expect(shown(press('i', 'v')).join(' ')).toContain(tenWords.slice(0, 60));
});

test('it scrolls to its end and no further', () => {
	const desk = createClientDesk(fullClientSnapshot());
	desk.press('4', 'v', 'G');
	expect(shown(desk).at(-1)).toContain('line 39');
	expect(shown(desk)).toHaveLength(22);
});

test.each([
	[['y'], 'bob'],
	[['2', 'y'], `shared:${long}`],
	[['3', 'y'], '/home/alice/downloads/a.iso'],
	[['3', 'enter', 'y'], '/home/alice/downloads/a.iso'],
	[['i', 'y'], tenWords],
	[['4', 'i', 'y'], tenWords],
	[['o', 'y'], 'x.iso'],
	[['2', 'i', 'y'], `shared:${long}`],
])('%j copies what the cursor is on', (keys, text) => {
	expect(press(...keys).effects.at(-1)).toEqual({type: 'copy', text});
});

test('wide characters count as two columns', () => {
	expect(brokenLines(['漢字漢字'], 5)).toEqual(['漢字', '漢字']);
	expect(brokenLines([''], 5)).toEqual(['']);
});
