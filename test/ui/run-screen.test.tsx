import {Text} from 'ink';
import {useSyncExternalStore, type ReactNode} from 'react';
import {expect, test} from 'vitest';
import {createSubscribers} from '../../source/base/subscribers.ts';
import {runScreen} from '../../source/ui/run-screen.tsx';
import {openFakeTerminal} from '../support/fake-terminal.ts';

/** A component that can be told to fail. */
function createFailing() {
	const subscribers = createSubscribers<undefined>();
	let fails = false;
	function Failing(): ReactNode {
		if (useSyncExternalStore(subscribers.subscribe, () => fails)) throw new Error('a component failed');
		return <Text>all is well</Text>;
	}
	return {
		element: <Failing />,
		fail() {
			fails = true;
			subscribers.tell(undefined);
		},
	};
}

/** The modes that a terminal is left in when the last word about them was to switch them on. */
function leftOn(raw: string): string[] {
	const last = new Map([...raw.matchAll(/\u001b\[\?(\d+)([hl])/g)].map(([, mode, how]) => [mode ?? '', how]));
	const wanted = new Map([
		['1049', 'l'],
		['2004', 'l'],
		['2026', 'l'],
		['25', 'h'],
		['7', 'h'],
	]);
	return [...last].filter(([mode, how]) => (wanted.get(mode) ?? how) !== how).map(([mode]) => mode);
}

test('a component that throws ends its screen: the terminal is as it was, and nothing of it is on the primary screen', async () => {
	const fake = openFakeTerminal();
	const {element, fail} = createFailing();
	const done = runScreen(fake.terminal, () => ({element, onKey: () => true}));
	await fake.waitFor('all is well');
	fail();
	await expect(done).rejects.toThrow('a component failed');
	await fake.settle();
	expect(leftOn(fake.raw())).toEqual([]);
	expect(fake.emulator.buffer.active.type).toBe('normal');
	expect(fake.screen().trim()).toBe('');
	expect([fake.input.isRaw, fake.input.isPaused]).toEqual([false, true]);
});

test('so does a key that throws', async () => {
	const fake = openFakeTerminal();
	const done = runScreen(fake.terminal, () => ({
		element: <Text>all is well</Text>,
		onKey() {
			throw new Error('a key failed');
		},
	}));
	await fake.waitFor('all is well');
	fake.send('x');
	await expect(done).rejects.toThrow('a key failed');
	await fake.settle();
	expect(leftOn(fake.raw())).toEqual([]);
	expect(fake.screen().trim()).toBe('');
});

test('for a screen reader there is no alternate screen, and nothing is written over by place', async () => {
	const fake = openFakeTerminal({env: {LANG: 'C.UTF-8', TERM: 'xterm-256color', INK_SCREEN_READER: 'true'}});
	const done = runScreen(fake.terminal, (control) => ({
		element: <Text>all is well</Text>,
		onKey() {
			control.quit();
			return true;
		},
	}));
	await fake.waitFor('all is well');
	expect(fake.emulator.buffer.active.type).toBe('normal');
	expect(fake.raw()).not.toContain('\u001b[?1049h');
	fake.send('q');
	await done;
	await fake.terminal.close();
	expect(leftOn(fake.raw())).toEqual([]);
});

test('after somebody has stopped the process, the terminal is taken again and all of it drawn', async () => {
	const heard = new Set<() => void>();
	const fake = openFakeTerminal({
		onContinued(listener) {
			heard.add(listener);
			return () => heard.delete(listener);
		},
	});
	const done = runScreen(fake.terminal, (control) => ({
		element: <Text>all is well</Text>,
		onKey() {
			control.quit();
			return true;
		},
	}));
	await fake.waitFor('all is well');
	await fake.settle();
	fake.input.isRaw = false;
	fake.output.raw = '';
	for (const listener of heard) listener();
	await fake.settle();
	expect(fake.input.isRaw).toBe(true);
	expect(fake.raw()).toContain('\u001b[?1049h');
	expect(fake.raw()).toContain('all is well');
	fake.send('q');
	await done;
	expect(heard.size).toBe(0);
	await fake.terminal.close();
});
