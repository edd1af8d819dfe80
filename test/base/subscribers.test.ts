import {expect, test} from 'vitest';
import {createSubscribers} from '../../source/base/subscribers.ts';

test('every listener hears every event, in the order they came', () => {
	const heard: string[] = [];
	const subscribers = createSubscribers<number>();
	subscribers.subscribe((event) => heard.push(`a${event}`));
	subscribers.subscribe((event) => heard.push(`b${event}`));
	subscribers.tell(1);
	subscribers.tell(2);
	expect(heard).toEqual(['a1', 'b1', 'a2', 'b2']);
});

test('one that is removed while an event is told hears it no more, one that is added not yet', () => {
	const heard: string[] = [];
	const subscribers = createSubscribers<void>();
	subscribers.subscribe(() => {
		heard.push('first');
		removeSecond();
		subscribers.subscribe(() => heard.push('added'));
	});
	const removeSecond = subscribers.subscribe(() => heard.push('second'));
	subscribers.tell();
	expect(heard).toEqual(['first']);
});

test('the same function subscribed twice is removed one by one, and removing twice does nothing', () => {
	let count = 0;
	const subscribers = createSubscribers<void>();
	const listener = (): void => {
		count++;
	};
	const removeFirst = subscribers.subscribe(listener);
	subscribers.subscribe(listener);
	removeFirst();
	removeFirst();
	subscribers.tell();
	expect(count).toBe(1);
});

test('a listener that throws is not hidden', () => {
	const subscribers = createSubscribers<void>();
	subscribers.subscribe(() => {
		throw new Error('a bug');
	});
	expect(() => subscribers.tell()).toThrow('a bug');
});
