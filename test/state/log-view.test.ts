import {expect, test} from 'vitest';
import type {LogLine} from '../../source/base/log.ts';
import {
	followedLog,
	logPane,
	moveLog,
	nextLevel,
	shownLog,
	toggleFollow,
	type LogView,
} from '../../source/state/log-view.ts';
import {paneText} from '../support/view-text.ts';

const levels = ['debug', 'info', 'warning', 'error'] as const;
const log: readonly LogLine[] = Array.from({length: 40}, (_, id) => ({
	id,
	atMs: 1_700_000_000_000,
	level: levels[id % 4] ?? 'info',
	text: `line ${id}`,
}));
const whole: LogView = {lowest: 'debug', at: undefined};
const size = {columns: 60, rows: 5, title: '4 Log', isFocused: true, filter: ''};
const texts = (lines: readonly LogLine[], view: LogView): string[] =>
	paneText(logPane(lines, view, size)).map((line) => line.replace(/^.*(line \d+|new)$/, '$1'));

test('a level hides what is below it, and after the highest the lowest comes again', () => {
	expect(shownLog(log, followedLog, '')).toHaveLength(30);
	const warnings = nextLevel(followedLog);
	expect(shownLog(log, warnings, '').map(({level}) => level)).not.toContain('info');
	expect(['a', 'b'].reduce(nextLevel, warnings).lowest).toBe('debug');
});

test('a filter leaves the lines with all its words, in whatever case', () => {
	expect(shownLog(log, whole, 'LINE 12').map(({id}) => id)).toEqual([12]);
	expect(shownLog(log, whole, '  ')).toHaveLength(40);
});

test('a followed log shows its newest lines, one that was scrolled stays where it is, whatever comes', () => {
	const more = [...log, ...log.map((line) => ({...line, id: line.id + 40, text: 'new'}))];
	expect(texts(log, whole)).toEqual(['line 37', 'line 38', 'line 39']);
	const back = moveLog(log, 3, whole, 'up');
	expect(texts(log, back)).toEqual(['line 36', 'line 37', 'line 38']);
	expect(texts(more, back)).toEqual(['line 36', 'line 37', 'line 38']);
	expect(logPane(more, back, size).foot).toBe('41 newer');
	// The line itself may be dropped: then the oldest page is shown.
	expect(texts(more.slice(60), back)).toEqual(['new', 'new', 'new']);
});

test('it moves by lines and pages, from its oldest to its newest and no further, and at its end follows again', () => {
	const first = moveLog(log, 10, whole, 'first');
	expect(first.at).toBe(9);
	expect(moveLog(log, 10, first, 'up')).toEqual(first);
	expect(moveLog(log, 10, first, 'page-down').at).toBe(18);
	expect(moveLog(log, 10, moveLog(log, 10, whole, 'up'), 'down').at).toBeUndefined();
	expect(moveLog(log, 10, first, 'last').at).toBeUndefined();
});

test('f holds the log at its newest line, also an empty one, and lets it go on', () => {
	const held = toggleFollow(log, whole);
	expect(held.at).toBe(39);
	expect(texts([...log, {id: 40, atMs: 0, level: 'error', text: 'x'}], held)).toEqual([
		'line 37',
		'line 38',
		'line 39',
	]);
	expect(logPane(log, held, size).note).toBe('from debug up  f: follow');
	expect(toggleFollow(log, held)).toEqual(whole);
	expect(toggleFollow([], whole).at).toBe(-1);
});

test('an empty log says why', () => {
	expect(paneText(logPane([], whole, size))).toEqual([' Nothing happened yet.']);
	expect(paneText(logPane(log, whole, {...size, filter: 'nobody'})).join(' ')).toContain('esc: show all');
	expect(paneText(logPane(log.slice(0, 1), {...whole, lowest: 'error'}, size)).join(' ')).toContain('e: the next one');
});
