import {FtError} from '../protocol/errors.ts';

/**
 * What goes to several, or is to be kept at once, needs a hub that keeps: an older one would relay it to one after another, and none would get it
 * whole. Throws FtError `version`.
 */
export function checkKeeping(canKeep: boolean, recipients: number, store: boolean): void {
	if (canKeep || (recipients < 2 && !store)) return;
	const what = store ? 'keeps nothing for later' : 'takes a send to one recipient only';
	const advice = store ? 'Send without --store' : 'Send to one after another';
	throw new FtError(
		'version',
		`cannot send it so: the hub is an older ft, which ${what}. ${advice}, or ask its operator to update`,
	);
}
