import {expect, test} from 'vitest';
import type {LogLine} from '../../source/base/log.ts';
import {createClientDesk} from '../support/client-keys.ts';
import {clientSnapshot} from '../support/snapshots.ts';

let nextId = 0;
const line = (text: string, level: LogLine['level'] = 'info'): LogLine => ({id: nextId++, atMs: 0, level, text});
const old = line('before', 'error');

test('what was there before the screen is no news', () => {
	const desk = createClientDesk(clientSnapshot({log: [old]}));
	expect([desk.state.notice, desk.state.toast, desk.state.hasUnseenError]).toEqual([undefined, undefined, false]);
});

test('an error stands in the footer until the next key, and leaves a mark until the log is looked at', () => {
	const desk = createClientDesk(clientSnapshot({log: [old]}));
	desk.show(clientSnapshot({log: [old, line('bob joined'), line('disk full', 'error'), line('bob left')]}));
	expect(desk.state.notice).toBe('disk full');
	desk.press('3');
	expect([desk.state.notice, desk.state.hasUnseenError]).toEqual([undefined, true]);
	desk.press('4');
	expect(desk.state.hasUnseenError).toBe(false);
});

test('where the log is in sight nothing pops up', () => {
	const desk = createClientDesk(clientSnapshot());
	desk.show(clientSnapshot({log: [line('bob joined')]}));
	expect([desk.state.toast, desk.effects]).toEqual([undefined, []]);
});

test('where it is out of sight the newest line is a toast for five seconds; a newer one stays longer', () => {
	const desk = createClientDesk(clientSnapshot());
	const [first, second] = [line('bob joined'), line('carol joined')];
	desk.press('?');
	desk.show(clientSnapshot({log: [first]}));
	desk.show(clientSnapshot({log: [first, second, line('details', 'debug')]}));
	expect(desk.effects).toEqual([
		{type: 'end-toast', afterMs: 5000, line: first},
		{type: 'end-toast', afterMs: 5000, line: second},
	]);
	desk.dispatch({type: 'toast-over', line: first});
	expect(desk.state.toast).toBe(second);
	desk.dispatch({type: 'toast-over', line: second});
	expect(desk.state.toast).toBeUndefined();
});
