import {onTestFinished} from 'vitest';

/** Counts the turns of the event loop until the test ends: what others could have done meanwhile. */
export function countTurns(): () => number {
	let turns = 0;
	let next = setImmediate(function count() {
		turns++;
		next = setImmediate(count);
	});
	onTestFinished(() => {
		clearImmediate(next);
	});
	return () => turns;
}

/** A call of the disk that takes a tenth of a millisecond longer, on the event loop. */
export function slow<Given extends unknown[], Result>(call: (...given: Given) => Result): (...given: Given) => Result {
	return (...given) => {
		const endMs = performance.now() + 0.1;
		while (performance.now() < endMs);
		return call(...given);
	};
}
