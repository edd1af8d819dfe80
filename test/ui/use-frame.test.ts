import {expect, test} from 'vitest';
import {gateFrames} from '../../source/ui/use-frame.ts';

function setUp() {
	let value = 1;
	const listeners = new Set<() => void>();
	let hasRoom = true;
	let onRoom = (): void => undefined;
	const gate = gateFrames(
		{
			current: () => value,
			subscribe: (listener) => {
				listeners.add(listener);
				return () => listeners.delete(listener);
			},
		},
		{
			hasRoom: () => hasRoom,
			onRoom: (listener) => {
				onRoom = listener;
				return () => undefined;
			},
		},
	);
	let told = 0;
	const unsubscribe = gate.subscribe(() => told++);
	return {
		gate,
		unsubscribe,
		listeners,
		told: () => told,
		publish: (next: number) => {
			value = next;
			for (const listener of listeners) listener();
		},
		room: (next: boolean) => {
			hasRoom = next;
			if (next) onRoom();
		},
	};
}

test('while the terminal reads, every snapshot is drawn', () => {
	const {gate, publish, told} = setUp();
	publish(2);
	expect([gate.current(), told()]).toEqual([2, 1]);
});

test('while it does not, nothing is drawn; then the newest, once', () => {
	const {gate, publish, room, told} = setUp();
	room(false);
	for (const value of [2, 3, 4]) publish(value);
	expect([gate.current(), told()]).toEqual([1, 0]);
	room(true);
	expect([gate.current(), told()]).toEqual([4, 1]);
	room(true);
	expect(told()).toBe(1);
});

test('a screen that is gone is not told', () => {
	const {publish, told, unsubscribe, listeners} = setUp();
	unsubscribe();
	publish(2);
	expect([told(), listeners.size]).toEqual([0, 0]);
});
