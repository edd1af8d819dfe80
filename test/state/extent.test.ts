import {expect, test} from 'vitest';
import {paneInExtent, sizeInExtent, toggleExtent} from '../../source/state/extent.ts';

const size = {columns: 80, rows: 21};
const pane = {id: 'log', title: '4 Log', isFocused: true, lines: []};

test('the same key again leads back', () => {
	expect(toggleExtent('panes', 'zoomed')).toBe('zoomed');
	expect(toggleExtent('zoomed', 'zoomed')).toBe('panes');
	expect(toggleExtent('zoomed', 'bare')).toBe('bare');
});

test('a pane fills its size at every extent; without a border it has two more columns and rows for its lines', () => {
	for (const extent of ['panes', 'zoomed', 'bare'] as const)
		expect(paneInExtent({...pane, ...sizeInExtent(size, extent)}, extent)).toMatchObject(size);
	expect(sizeInExtent(size, 'bare')).toEqual({columns: 82, rows: 23});
	expect(paneInExtent({...pane, ...size}, 'bare').isBare).toBe(true);
	expect(paneInExtent({...pane, ...size}, 'zoomed').isBare).toBeUndefined();
});
