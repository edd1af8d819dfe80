import {FtError} from '../protocol/errors.ts';

/** The one id that begins with what was typed. Throws FtError `no-such-transfer`, or `usage` when several do or it is empty. */
export function findTransfer(ids: readonly string[], typed: string, listing: string): string {
	if (typed === '') throw new FtError('usage', `an id is empty. See which there are: ${listing}`);
	const found = [...new Set(ids.filter((id) => id.startsWith(typed.toLowerCase())))];
	if (found.length > 1) throw new FtError('usage', `${typed} begins several ids. Give more of its digits: ${listing}`);
	const [only] = found;
	if (only === undefined) throw new FtError('no-such-transfer', `no ${typed} here. See what there is: ${listing}`);
	return only;
}
