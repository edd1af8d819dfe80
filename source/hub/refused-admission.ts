import {display} from '../base/display.ts';
import type {FtError} from '../protocol/errors.ts';
import {toShortId} from '../protocol/ids.ts';
import type {Channel} from '../transport/channel.ts';

/** What the log says to the operator of somebody who was not let in: what `refusal` says is for them. `name`: the one they asked for, if they got so far. */
export function describeRefusal(
	{address, id}: Pick<Channel<'hub'>['peer'], 'address' | 'id'>,
	name: string | undefined,
	refusal: FtError,
): string {
	const who = `${name ?? 'somebody'} (${toShortId(id)}) from ${address}`;
	switch (refusal.code) {
		case 'code-needed':
			return `${who} is asked for the code`;
		case 'wrong-code':
			return `${who} was not admitted: wrong code`;
		case 'name-taken':
			return `${who} was not admitted: another key has that name. The same person? ft hub release ${name}`;
		case 'denied':
			return `${who} was not admitted: denied by the operator`;
		case 'banned':
			return `${who} was not admitted: banned`;
		case 'internal':
			return `${who} was not admitted: ${display(String(refusal.cause))}`;
		default:
			return `${who} was not admitted: ${display(refusal.message)}`;
	}
}
