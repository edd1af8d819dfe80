import type {HubSnapshot} from '../hub/snapshot.ts';
import {isHubTransferUnfinished} from './server-selection.ts';

/** What can stand behind a verb of the dashboard now: names, the beginnings of ids, or fixed words; none where anything can. */
export function commandWords(verb: string, snapshot: HubSnapshot): readonly string[] {
	return [...new Set(wordsOf(verb, snapshot))];
}

function wordsOf(
	verb: string,
	{connections, storage, requests, bans, transfers, invitations}: HubSnapshot,
): readonly string[] {
	switch (verb) {
		case 'kick':
			return connections.map(({name}) => name);
		case 'ban':
		case 'release':
			return [...connections.map(({name}) => name), ...storage.map(({fromName}) => fromName)];
		case 'unban':
			return bans.map(({name}) => name);
		case 'approve':
		case 'deny':
			return requests.map(({name}) => name);
		case 'cancel':
			return transfers.filter(isHubTransferUnfinished).map(({transfer}) => transfer.slice(0, 8));
		case 'withdraw':
			return invitations.map(({id}) => id.slice(0, 8));
		case 'intake':
			return ['on', 'off'];
		case 'code':
			return ['new'];
		default:
			return [];
	}
}
