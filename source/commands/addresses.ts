import os from 'node:os';

/** Names of interfaces that containers and virtual machines bring: reachable from nowhere else, so they come last. */
const bridge = /^(docker|br-|veth|virbr|vmnet|vboxnet|cni|flannel|podman|lxc)/;

/**
 * Addresses others may dial: the one that a hub was told to listen on, by `host`; where that is all of them, the one an SSH session
 * came in on first, then IPv4 before IPv6, container bridges last; loopback and link-local left out.
 */
export function listAddresses(host: string, sshConnection: string | undefined): string[] {
	if (host !== '::' && host !== '0.0.0.0') return [host];
	const viaSsh = sshConnection?.split(' ')[2];
	const rank = (entry: {name: string; address: string; family: string}): number =>
		(entry.address === viaSsh ? 0 : 4) + (bridge.test(entry.name) ? 2 : 0) + (entry.family === 'IPv6' ? 1 : 0);
	return Object.entries(os.networkInterfaces())
		.flatMap(([name, entries]) => (entries ?? []).map((entry) => ({...entry, name})))
		.filter((entry) => host === '::' || entry.family === 'IPv4')
		.filter((entry) => !entry.internal && !entry.address.startsWith('fe80:') && !entry.address.startsWith('169.254.'))
		.toSorted((a, b) => rank(a) - rank(b))
		.map((entry) => entry.address);
}
