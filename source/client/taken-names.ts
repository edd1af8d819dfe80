import {display} from '../base/display.ts';
import {formatCount} from '../base/size-text.ts';
import {maxPathBytes} from '../protocol/limits.ts';
import type {ClientEvent} from './events.ts';

/** So many are named, of the others the number is told. */
const maxNamed = 3;

type Taken = Extract<ClientEvent, {type: 'renamed'}>;

/**
 * Makes what says, at the good end of a transfer, which of its names were taken where it was saved, in lines for people. Of a single file or
 * folder that we received nothing: there the end says under which name it was saved. `namesUploads`: so does something else for what we
 * upload, and what is left to tell is how many got a number below the top.
 */
export function createTakenNames({
	namesUploads,
}: {
	readonly namesUploads: boolean;
}): (event: ClientEvent) => readonly string[] {
	let taken: Taken[] = [];
	return (event) => {
		if (event.type === 'renamed' && event.cause === 'taken') {
			if (taken[0]?.transfer !== event.transfer) taken = [];
			taken.push(event);
			return [];
		}
		if (event.type !== 'received' && event.type !== 'delivered') return [];
		const own = taken[0]?.transfer === event.transfer ? taken : [];
		const isSaid = event.type === 'received' ? event.paths.length === 1 && own.every(isTop) : namesUploads;
		const named = isSaid ? [] : own.slice(0, maxNamed);
		const others = Math.max(own.length, event.numbered) - (isSaid ? own.length : named.length);
		return [...named.map(describe), ...(others > 0 ? [describeOthers(others, named.length > 0)] : [])];
	};
}

function isTop({path}: Taken): boolean {
	return !path.includes('/');
}

function describe({from, path}: Taken): string {
	return `${display(from)} saved as ${display(path, maxPathBytes)}`;
}

function describeOthers(count: number, areMore: boolean): string {
	if (areMore) return `${formatCount(count, 'other')} got a number like that`;
	return `${formatCount(count, 'file')} got a number, because ${count === 1 ? 'its name was' : 'their names were'} taken`;
}
