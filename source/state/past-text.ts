import type {PastRow} from '../client/snapshot.ts';
import {storedText} from './transfer-text.ts';

type Peer = Pick<PastRow['peers'][number], 'state' | 'untilMs'>;

/** What became of it: of several recipients that of each, `bob delivered, carol kept on the hub until 28 Nov`. */
export function pastText({peers, state}: Pick<PastRow, 'peers' | 'state'>): string {
	const [only] = peers;
	if (peers.length === 1 && only) return peerText({...only, state});
	return peers.map((peer) => `${peer.name} ${peerText(peer)}`).join(', ');
}

function peerText({state, untilMs}: Peer): string {
	return state === 'stored' ? storedText(untilMs) : state;
}
