import {FtError} from '../protocol/errors.ts';
import {dialTimeoutMs} from '../protocol/limits.ts';
import {systemCodeOf} from './system-code.ts';

/** How error texts name a hub: `box (192.168.1.9) port 5011`; just the address where nothing was looked up. */
export function toHubText(host: string, address: string | undefined, port: number): string {
	return address === undefined || address === host ? `${host} port ${port}` : `${host} (${address}) port ${port}`;
}

/** FtError `unreachable` for a dial that failed: who was tried, what is wrong, what to do. */
export function toDialError(cause: unknown, host: string, hubText: string): FtError {
	const why = explain(systemCodeOf(cause), host);
	const message = why ?? (cause instanceof Error ? cause.message : String(cause));
	return new FtError('unreachable', `cannot reach ${hubText}: ${message}`, {cause});
}

/** FtError `unreachable` for a dial without any answer in `dialTimeoutMs`. */
export function toDialTimeout(hubText: string): FtError {
	return new FtError('unreachable', `no answer from ${hubText} in ${dialTimeoutMs / 1000} s: a firewall?`);
}

/** FtError `unreachable` for a handshake that failed: the connection was lost, or somebody else listens there. */
export function toHandshakeError(cause: unknown, host: string, hubText: string): FtError {
	if (explain(systemCodeOf(cause), host) !== undefined) return toDialError(cause, host, hubText);
	return new FtError('unreachable', `what answers at ${hubText} is no ft hub. Is the port right?`, {cause});
}

function explain(code: string | undefined, host: string): string | undefined {
	switch (code) {
		case 'ECONNREFUSED':
			return 'connection refused. Is the hub running there? Start it with: ft server';
		case 'ENOTFOUND':
			return `no machine is known by the name ${host}. Is it spelled right? Its IP address works as well`;
		case 'EAI_AGAIN':
			return `the name ${host} could not be looked up now. Is this machine online? The IP address works as well`;
		case 'ENETUNREACH':
		case 'EHOSTUNREACH':
			return 'there is no way to that machine. Is it on, and in the same network?';
		case 'ETIMEDOUT':
			return 'no answer: a firewall?';
		case 'ECONNRESET':
			return 'it closed the connection at once. Is it a hub that is stopping, or full?';
		default:
			return undefined;
	}
}
