import {expect, test} from 'vitest';
import {createPublisher} from '../../source/state/publisher.ts';
import {createManualClock} from '../support/manual-clock.ts';

type Counted = {readonly value: number};

function setUp({withSignal}: {withSignal: boolean}) {
	const clock = createManualClock();
	let value = 0;
	let looks = 0;
	let told = 0;
	let signal = (): void => undefined;
	let isSubscribed = false;
	const publisher = createPublisher<Counted>({
		clock,
		make: () => {
			looks++;
			return {value};
		},
		settle: (previous, next) => (previous.value === next.value ? previous : next),
		...(withSignal
			? {
					changed: (listener: () => void) => {
						signal = listener;
						isSubscribed = true;
						return () => {
							isSubscribed = false;
						};
					},
				}
			: {}),
	});
	publisher.subscribe(() => told++);
	return {
		clock,
		publisher,
		set: (next: number) => {
			value = next;
			signal();
		},
		looks: () => looks,
		told: () => told,
		isSubscribed: () => isSubscribed,
	};
}

test('an engine without a signal is looked at every 100 ms, and nothing is told while nothing changes', () => {
	const {clock, looks, told} = setUp({withSignal: false});
	clock.advance(1000);
	expect(looks()).toBe(11);
	expect(told()).toBe(0);
});

test('an idle engine with a signal is looked at once a second', () => {
	const {clock, looks} = setUp({withSignal: true});
	clock.advance(10_000);
	expect(looks()).toBe(11);
});

test('a thousand signals in a second are at most ten publications, the last of them the newest', () => {
	const {clock, publisher, set, told} = setUp({withSignal: true});
	clock.advance(5000);
	for (let change = 1; change <= 1000; change++) {
		set(change);
		clock.advance(1);
	}
	clock.advance(100);
	expect(told()).toBeLessThanOrEqual(11);
	expect(told()).toBeGreaterThanOrEqual(9);
	expect(publisher.current()).toEqual({value: 1000});
});

test('after a rest the first change is published at once', () => {
	const {clock, publisher, set} = setUp({withSignal: true});
	clock.advance(5500);
	set(1);
	clock.advance(0);
	expect(publisher.current()).toEqual({value: 1});
});

test('the same snapshot stays the same object, as React wants it', () => {
	const {clock, publisher} = setUp({withSignal: false});
	const before = publisher.current();
	clock.advance(500);
	expect(publisher.current()).toBe(before);
});

test('a closed publisher asks and tells no more', () => {
	const {clock, publisher, set, looks, isSubscribed} = setUp({withSignal: true});
	publisher.close();
	publisher.close();
	const before = looks();
	set(1);
	clock.advance(10_000);
	expect(looks()).toBe(before);
	expect(isSubscribed()).toBe(false);
	expect(clock.pending).toBe(0);
});
