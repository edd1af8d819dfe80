import {expect, onTestFinished, test} from 'vitest';
import {createFolderWatch, type FolderWatch} from '../../source/files/folder-watch.ts';
import {maxWatchedFolders} from '../../source/protocol/limits.ts';
import {createManualClock, type ManualClock} from '../support/manual-clock.ts';

/** A folder that changes by a number, with events or without. */
function open(): {
	watch: FolderWatch;
	clock: ManualClock;
	change(): void;
	event(): void;
	replace(): void;
	events(): number;
} {
	const clock = createManualClock();
	let stamp = 1;
	let watcher: (() => void) | undefined;
	let events = 0;
	const watch = createFolderWatch(
		{
			stampOf: async () => String(stamp),
			watch(_folder, onChange) {
				events++;
				const own = (): void => {
					onChange('x');
				};
				watcher = own;
				return () => {
					events--;
					if (watcher === own) watcher = undefined;
				};
			},
		},
		clock,
	);
	onTestFinished(() => {
		watch.close();
		expect([clock.pending, events]).toEqual([0, 0]);
	});
	return {
		watch,
		clock,
		change: () => stamp++,
		event: () => watcher?.(),
		replace() {
			watcher = undefined;
			stamp++;
		},
		events: () => events,
	};
}

test('a change is told at once, and however many follow, once a second', async () => {
	const {watch, clock, event} = open();
	let told = 0;
	watch.add([], () => told++);
	await clock.settle();
	event();
	await clock.settle(1);
	expect(told).toBe(1);
	for (let time = 0; time < 30; time++) {
		event();
		await clock.settle(100);
	}
	expect(told).toBe(4);
	event();
	await clock.settle(5000);
	expect(told).toBe(5);
});

test('without events a change is seen within a second', async () => {
	const {watch, clock, change, event} = open();
	let told = 0;
	watch.add([], () => told++);
	await clock.settle(3000);
	expect(told).toBe(0);
	change();
	await clock.settle(1001);
	expect(told).toBe(1);
	event();
});

test('a folder put in its place is watched instead', async () => {
	const {watch, clock, replace, event} = open();
	let told = 0;
	watch.add([], () => told++);
	await clock.settle(500);
	replace();
	await clock.settle(1500);
	expect(told).toBe(1);
	event();
	await clock.settle(1000);
	expect(told).toBe(2);
});

test('everybody who looks hears it, and nobody who has turned away', async () => {
	const {watch, clock, event, events} = open();
	const told: string[] = [];
	const stopOne = watch.add([], () => told.push('one'));
	watch.add([], () => told.push('two'));
	await clock.settle();
	expect(events()).toBe(1);
	event();
	stopOne();
	stopOne();
	await clock.settle(1);
	expect(told).toEqual(['two']);
	watch.tell([]);
	watch.tell(['other']);
	await clock.settle(1000);
	expect(told).toEqual(['two', 'two']);
});

test('when the last one turns away nothing is looked at any more', async () => {
	const {watch, clock, events} = open();
	const stop = watch.add([], () => undefined);
	await clock.settle();
	watch.tell([]);
	stop();
	expect([clock.pending, events()]).toEqual([0, 0]);
});

test('as many folders may be watched as the limit, one more is refused', () => {
	const {watch} = open();
	for (let number = 0; number < maxWatchedFolders; number++) watch.add([String(number)], () => undefined);
	watch.add(['0'], () => undefined);
	expect(() => watch.add(['one more'], () => undefined)).toThrow(expect.objectContaining({code: 'limit'}));
});
