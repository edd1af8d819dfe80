import {expect, test} from 'vitest';
import {logLine} from '../../source/state/log-lines.ts';
import {plainText} from '../../source/state/line.ts';

const at = new Date(2026, 7, 1, 9, 5).getTime();

test('a line begins with the local time', () => {
	expect(plainText(logLine({id: 0, atMs: at, level: 'info', text: 'dave joined'}))).toBe('09:05 dave joined');
});

test('warnings and errors have a mark besides their colour', () => {
	expect(plainText(logLine({id: 0, atMs: at, level: 'warning', text: 'x'}))).toBe('09:05 ! x');
	expect(plainText(logLine({id: 0, atMs: at, level: 'error', text: 'x'}))).toBe('09:05 ! x');
});
