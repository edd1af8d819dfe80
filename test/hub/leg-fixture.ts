import {randomId} from '../../source/crypto/random.ts';
import {createLeg, type HubTransfer, type Leg} from '../../source/hub/leg.ts';
import type {Session} from '../../source/hub/session.ts';
import {userIdOf} from './session-fixture.ts';

/** A transfer from alice to bob that nobody has answered, with its one leg. */
export function makeLeg(options: {sender?: Session; from?: string; to?: string} = {}): Leg {
	const {from = 'alice', to = 'bob'} = options;
	const id = randomId();
	const transfer: HubTransfer = {
		id,
		senderId: userIdOf(from),
		senderName: from,
		common: {transfer: id, bytes: 1000, files: 1, time: 0, header: '', summary: ''},
		sender: options.sender,
		legs: new Map(),
	};
	const leg = createLeg(transfer, {id: userIdOf(to), name: to, copy: {key: '', signature: ''}}, 0);
	transfer.legs.set(leg.recipientId, leg);
	return leg;
}
