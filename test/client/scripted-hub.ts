import type {Clock} from '../../source/base/clock.ts';
import {createIdentity, type Identity} from '../../source/crypto/identity.ts';
import {FtError} from '../../source/protocol/errors.ts';
import type {ClientMessage} from '../../source/protocol/messages.ts';
import type {Channel, Peer} from '../../source/transport/channel.ts';
import type {Dialler} from '../../source/transport/data-connection.ts';
import {createMemoryControlPair} from '../../source/transport/memory-pair.ts';
import type {MemoryFaults} from '../../source/transport/memory-pipe.ts';

/** A hub that says what the test says: `onMessage` is called with every message and the connection it came on. */
export type ScriptedHub = {
	readonly identity: Identity;
	readonly dialler: Dialler;
	readonly channels: Array<Channel<'hub'>>;
	/** What makes each of its connections fail. */
	readonly faults: MemoryFaults[];
	onMessage: (message: ClientMessage, channel: Channel<'hub'>) => void;
	/** Dials are refused while it is true. */
	isAway: boolean;
	/** Times of the dials, answered or not. */
	readonly dialsMs: number[];
};

export function createScriptedHub(clock: Clock, client: Identity): ScriptedHub {
	const identity = createIdentity();
	const toPeer = (of: Identity): Peer => ({id: of.id, spki: of.spki, address: '10.0.0.1', isLoopback: false});
	const hub: ScriptedHub = {
		identity,
		channels: [],
		faults: [],
		dialsMs: [],
		isAway: false,
		onMessage: welcomeAll,
		dialler: {
			address: 'hub port 1',
			async control() {
				hub.dialsMs.push(clock.monotonicMs());
				if (hub.isAway) throw new FtError('unreachable', 'cannot reach hub port 1');
				const peers = {clientPeer: toPeer(client), hubPeer: toPeer(identity)};
				const [mine, theirs, faults] = createMemoryControlPair({clock, ...peers});
				hub.faults.push(faults);
				hub.channels.push(theirs);
				theirs.subscribe((event) => {
					if (event.type === 'message') hub.onMessage(event.message, theirs);
				});
				return mine;
			},
			data: async () => {
				throw new FtError('unreachable', 'no data here');
			},
		},
	};
	return hub;
}

/** Lets everyone in who says hello. */
function welcomeAll(message: ClientMessage, channel: Channel<'hub'>): void {
	if (message.type !== 'hello') return;
	channel.admit();
	channel.send({
		type: 'welcome',
		version: 1,
		capabilities: [],
		title: 'hub',
		you: {id: channel.peer.id, name: message.name, online: true, since: 0},
	});
	channel.send({type: 'roster', users: [], more: false});
}
