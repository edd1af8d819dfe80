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

const ten = {columns: 58, rows: 10};

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
	const back = moveLog(log, {columns: 58, rows: 3}, whole, 'up');
	expect(texts(log, back)).toEqual(['line 36', 'line 37', 'line 38']);
	expect(texts(more, back)).toEqual(['line 36', 'line 37', 'line 38']);
	expect(logPane(more, back, size).foot).toBe('41 newer');
	// The line itself may be dropped: then the oldest page is shown.
	expect(texts(more.slice(60), back)).toEqual(['new', 'new', 'new']);
});

test('it moves by lines and pages, from its oldest to its newest and no further, and at its end follows again', () => {
	const first = moveLog(log, ten, whole, 'first');
	expect(first.at).toBe(9);
	expect(moveLog(log, ten, first, 'up')).toEqual(first);
	expect(moveLog(log, ten, first, 'page-down').at).toBe(18);
	expect(moveLog(log, ten, moveLog(log, ten, whole, 'up'), 'down').at).toBeUndefined();
	expect(moveLog(log, ten, first, 'last').at).toBeUndefined();
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

test('a line that is too long goes on in the next row, under its words; one that would push out all others is cut', () => {
	const long = 'cannot reach localhost (127.0.0.1) port 5011: connection refused. Is the hub running there?';
	const lines: readonly LogLine[] = ['a', long, 'b'].map((text, id) => ({id, atMs: 0, level: 'info', text}));
	const drawn = paneText(logPane(lines, whole, {...size, rows: 6}));
	expect(drawn.map((row) => row.slice(7))).toEqual([
		'a',
		'cannot reach localhost (127.0.0.1) port 5011:',
		'connection refused. Is the hub running there?',
		'b',
	]);
	expect(drawn[2]).toMatch(/^ {7}c/);
	// In two rows nothing takes more than one.
	expect(paneText(logPane(lines, whole, {...size, rows: 4}))[0]).toMatch(/connection refused\. I/);
});

test('pages of long lines show each of them once', () => {
	const lines: readonly LogLine[] = Array.from({length: 9}, (_, id) => ({
		id,
		atMs: 0,
		level: 'info',
		text: `${'word '.repeat(15)}${id}`,
	}));
	const six = {columns: 58, rows: 6};
	const first = moveLog(lines, six, whole, 'first');
	expect(first.at).toBe(2);
	// One line stays in sight.
	expect(moveLog(lines, six, first, 'page-down').at).toBe(4);
	expect(moveLog(lines, six, whole, 'page-up').at).toBe(6);
});
