import {formatBytes, formatCount} from '../base/size-text.ts';
import {formatDuration} from '../base/time-text.ts';
import type {HubSnapshot} from '../hub/snapshot.ts';
import {isHubTransferUnfinished} from '../state/server-selection.ts';

/** What stays to be known after the dashboard has gone with its hub: how long it ran, what went through it, and how the rest goes on. */
export function summariseHub({
	startedMs,
	atMs,
	relayedBytes,
	transfers,
	dir,
}: Pick<HubSnapshot, 'startedMs' | 'atMs' | 'relayedBytes' | 'transfers' | 'dir'>): readonly string[] {
	const unfinished = transfers.filter(isHubTransferUnfinished).length;
	return [
		`the hub ran for ${formatDuration((atMs - startedMs) / 1000)}, ${formatBytes(relayedBytes)} went through it`,
		...(unfinished > 0
			? [`unfinished: ${formatCount(unfinished, 'transfer')}, to go on with the next ft server --dir ${dir}`]
			: []),
	];
}
