import {expect, test} from 'vitest';
import {createScreenStore} from '../../source/state/screen-store.ts';

test('an event steps the state, tells the listeners, then has the effects done', () => {
	const order: string[] = [];
	const store = createScreenStore<number, number, string>(
		1,
		(state, event) => ({state: state + event, effects: [`add ${event}`]}),
		(effect) => order.push(`${effect}: ${store.state()}`),
	);
	store.subscribe(() => order.push(`told: ${store.state()}`));
	store.dispatch(2);
	expect(order).toEqual(['told: 3', 'add 2: 3']);
});

test('a state that stays the same tells nobody', () => {
	let told = 0;
	const store = createScreenStore<number, number, string>(
		1,
		(state) => ({state, effects: []}),
		() => undefined,
	);
	const unsubscribe = store.subscribe(() => told++);
	store.dispatch(0);
	unsubscribe();
	expect(told).toBe(0);
});

test('what an effect does may come back as an event', () => {
	const store = createScreenStore<number, number, number>(
		0,
		(state, event) => ({state: state + event, effects: event > 1 ? [event - 1] : []}),
		(effect) => {
			store.dispatch(effect);
		},
	);
	store.dispatch(3);
	expect(store.state()).toBe(6);
});
