import {expect, test} from 'vitest';
import {createClientState} from '../../source/state/client-state.ts';
import {unicodeGlyphs} from '../../source/state/glyphs.ts';
import {pastPane} from '../../source/state/past-pane.ts';
import {clientSnapshot, pastRow} from '../support/snapshots.ts';
import {paneText} from '../support/view-text.ts';

const size = {columns: 80, rows: 12};
const look = {glyphs: unicodeGlyphs};
const draw = (past: ReturnType<typeof pastRow>[] | undefined, index = 0): readonly string[] =>
	paneText(pastPane(createClientState(), index, clientSnapshot({past}), size, look));

test('each has its day, way, name, people, end and size, and the one under the cursor stands below in full', () => {
	const lines = draw([pastRow('a.iso'), pastRow('b.iso', {state: 'failed', reason: 'no room', path: undefined})], 1);
	expect(lines[0]).toMatch(/^ {2}(?:14|15) Nov \d\d:\d\d ↓ a\.iso +bob +delivered +3\.8 GB/);
	expect(lines.join(' ')).toContain('b.iso from bob: failed (no room)');
	expect(draw([pastRow('a.iso')]).join(' ')).toContain('a.iso from bob: delivered, saved as');
});

test('with nothing it says so', () => {
	expect(draw(undefined).join(' ')).toContain('Looking...');
	expect(draw([]).join(' ')).toContain('You have sent and received nothing yet.');
});
