import type {Spooled} from '../../source/files/spool.ts';
import type {KeptTransfer} from '../../source/hub/kept.ts';
import type {Kept, Leg} from '../../source/hub/leg.ts';
import {makeLeg} from './leg-fixture.ts';
import {fakeSession} from './session-fixture.ts';

/** A transfer from alice to bob that is kept; of its place in the spool nothing but how much it takes. */
export function makeKept(
	kept: Partial<Omit<Kept, 'spooled'>> & {heldBytes?: number} = {},
	options: {from?: string; state?: Leg['state']} = {},
): KeptTransfer {
	const leg = makeLeg(options.from === undefined ? {} : {from: options.from});
	leg.state = options.state ?? 'waiting';
	const {heldBytes = 0, ...rest} = kept;
	return Object.assign(leg.transfer, {
		kept: {
			spooled: {bytes: heldBytes} as Spooled,
			session: fakeSession('hub'),
			upload: makeLeg({to: 'hub'}),
			...{isWanted: true, claimedBytes: 0, ageMs: 0, lookedMs: 0, ...rest},
		},
	});
}
