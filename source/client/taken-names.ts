import {display} from '../base/display.ts';
import {formatCount} from '../base/size-text.ts';
import {maxPathBytes} from '../protocol/limits.ts';
import type {ClientEvent} from './events.ts';

/** So many are named, of the others the number is told. */
const maxNamed = 3;

type Taken = Extract<ClientEvent, {type: 'renamed'}>;

/**
 * Makes what says, at the good end of a transfer, which of its names were taken where it was saved, in lines for people. Of a single file or
 * folder that we received nothing: there the end says under which name it was saved.
 */
export function createTakenNames(): (event: ClientEvent) => readonly string[] {
	let taken: Taken[] = [];
	return (event) => {
		if (event.type === 'renamed' && event.cause === 'taken') {
			if (taken[0]?.transfer !== event.transfer) taken = [];
			taken.push(event);
			return [];
		}
		if ((event.type !== 'received' && event.type !== 'delivered') || taken[0]?.transfer !== event.transfer) return [];
		const named = taken.slice(0, maxNamed);
		const others = Math.max(taken.length, event.type === 'received' ? event.numbered : 0) - named.length;
		const isSaid = event.type === 'received' && event.paths.length === 1 && named.every(isTop);
		taken = [];
		if (isSaid) return [];
		return [...named.map(describe), ...(others > 0 ? [`${formatCount(others, 'other')} got a number like that`] : [])];
	};
}

function isTop({path}: Taken): boolean {
	return !path.includes('/');
}

function describe({from, path}: Taken): string {
	return `${display(from)} saved as ${display(path, maxPathBytes)}`;
}
