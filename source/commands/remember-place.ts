import {systemClock} from '../base/clock.ts';
import type {Client} from '../client/client.ts';
import {FtError} from '../protocol/errors.ts';
import type {FirstRunAnswer} from '../state/first-run.ts';
import {remember} from './login.ts';
import {parseServerAddress} from './server-address.ts';
import {withHub} from './used-hubs.ts';

/** Of a link its address is kept: the code in it is used up soon, and a secret. What is no address shows when it is dialled. */
export async function rememberAnswer({name, hub, unaskedBytes}: FirstRunAnswer): Promise<void> {
	try {
		const server = withoutItsCode(hub);
		await remember((config) => ({...config, name, server, unaskedBytes}));
	} catch (error) {
		if (!(error instanceof FtError) || error.code !== 'usage') throw error;
	}
}

/** What was typed as a hub, without the code of a link. Throws FtError `usage` for what is no address. */
function withoutItsCode(hub: string): string {
	const {code, text} = parseServerAddress(hub);
	return code === undefined ? hub : text;
}

/** Once the hub has let us in it is on the list of the first screen; a name and a hub that were `chosen` on a screen are what the next start begins with. */
export function rememberAdmitted(
	client: Client,
	chosen: {readonly name: string | undefined; readonly server: string | undefined},
): void {
	const stop = client.subscribe((event) => {
		const id = client.link.hubId;
		if (event.type !== 'connected' || id === undefined) return;
		stop();
		const {hubTitle: title, server: address} = client.snapshot();
		remember((config) => ({
			...withHub(config, {id, title, address, nowMs: systemClock.nowMs()}),
			...(chosen.name === undefined ? {} : {name: chosen.name}),
			...(chosen.server === undefined ? {} : {server: withoutItsCode(chosen.server)}),
		})).catch(() => undefined);
	});
}
