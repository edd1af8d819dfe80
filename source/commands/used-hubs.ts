import {display} from '../base/display.ts';
import type {Config} from '../files/config-file.ts';
import type {KnownHub} from '../state/first-run.ts';

/** How many hubs are remembered. */
const maxHubs = 20;

/** The configuration with a hub that has just let us in: it is the first from now on, and this address its first. */
export function withHub(
	config: Config,
	{
		id,
		title,
		address,
		nowMs,
	}: {readonly id: string; readonly title: string; readonly address: string; readonly nowMs: number},
): Config {
	const known = config.hubs.find((hub) => hub.id === id);
	const others = config.hubs.filter((hub) => hub.id !== id);
	const addresses = [address, ...(known?.addresses ?? []).filter((other) => other !== address)].slice(0, maxHubs);
	const hub = {...known, id, title, addresses, firstSeenMs: known?.firstSeenMs ?? nowMs, lastSeenMs: nowMs};
	return {...config, hubs: [hub, ...others].slice(0, maxHubs)};
}

/** The hubs used before, last used first, each once at the address it was reached at last. */
export function usedHubs({hubs}: Pick<Config, 'hubs'>): readonly KnownHub[] {
	return hubs
		.toSorted((a, b) => b.lastSeenMs - a.lastSeenMs)
		.flatMap(({title, addresses: [address]}) =>
			address === undefined ? [] : [{title: display(title, 100), address: display(address, 300)}],
		);
}
