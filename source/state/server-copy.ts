import type {HubSnapshot} from '../hub/snapshot.ts';
import type {CopyItem} from './copy-pane.ts';
import {joinText, serverText} from './others-line.ts';
import {selectedConnection, selectedHubTransfer, type ServerKeyContext} from './server-selection.ts';
import type {CopySource} from './server-state.ts';

/** What `y` offers: what others need, and what is under the cursor, first that which the key was pressed on. */
export function copyItems(context: ServerKeyContext, from: CopySource): readonly CopyItem[] {
	const hub = hubItems(context.snapshot);
	const {invitation} = context.state;
	const link = invitation
		? [
				{what: 'invitation', text: invitation.link},
				{what: 'its code', text: invitation.code},
			]
		: [];
	const row = rowItems(context);
	if (from === 'details') return [...row, ...hub, ...link];
	return from === 'invited' ? [...link, ...hub, ...row] : [...hub, ...link, ...row];
}

function hubItems({addresses, port, code, fingerprint, words, dir}: HubSnapshot): readonly CopyItem[] {
	return [
		{what: 'for others', text: `${code === undefined ? '' : `FT_CODE=${code} `}${joinText(addresses, port)}`},
		...(code === undefined ? [] : [{what: 'code', text: code}]),
		{what: 'address', text: serverText(addresses, port)},
		{what: 'fingerprint', text: fingerprint},
		{what: 'words', text: words},
		{what: 'folder', text: dir},
	];
}

function rowItems(context: ServerKeyContext): readonly CopyItem[] {
	const {pane} = context.state;
	const connection = pane === 'connections' ? selectedConnection(context) : undefined;
	const transfer = pane === 'transfers' ? selectedHubTransfer(context) : undefined;
	return [
		...(connection
			? [
					{what: 'user', text: connection.name},
					{what: 'their key', text: connection.fingerprint},
					{what: 'their words', text: connection.words},
					{what: 'their address', text: connection.address},
				]
			: []),
		...(transfer ? [{what: 'transfer', text: transfer.transfer}] : []),
	];
}
