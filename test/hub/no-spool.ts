import type {Spool} from '../../source/files/spool.ts';

/** A spool that keeps nothing, because nobody asks it to. */
export const noSpool: Spool = {
	create: () => {
		throw new Error('nothing is kept here');
	},
	all: () => [],
	usage: () => ({keptBytes: 0, freeBytes: undefined, diskBytes: undefined}),
};
