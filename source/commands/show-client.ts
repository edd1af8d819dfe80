import {systemClock} from '../base/clock.ts';
import type {Client} from '../client/client.ts';
import type {ClientActions} from '../client/snapshot.ts';
import {createPublisher} from '../state/publisher.ts';
import {movingMsOf, settleClient} from '../state/settle.ts';
import type {ClientLeaving} from '../ui/run-client-screen.tsx';
import type {Terminal} from '../ui/terminal.ts';
import {countFolder} from './count-folder.ts';
import {listFolder} from './list-folder.ts';
import {stopProcess} from './open-screen.ts';
import {operate} from './operate.ts';
import {resolvePath} from './resolve-path.ts';

/** Shows a client, which dials meanwhile, until the user leaves it. Rejects when the screen fails. */
export async function showClient(client: Client, terminal: Terminal): Promise<ClientLeaving> {
	const publisher = createPublisher({
		clock: systemClock,
		make: () => client.snapshot(),
		settle: (previous, next) => settleClient(previous, next, movingMsOf(terminal)),
		changed: (listener) => client.onChange(listener),
	});
	try {
		const {runClientScreen} = await import('../ui/run-client-screen.tsx');
		// The screen shows what keeps it from the hub; only a refusal ends it.
		client.connect().catch(() => undefined);
		const actions: ClientActions = {
			...client.actions,
			accept(transfer, folder) {
				client.actions.accept(transfer, folder === undefined ? undefined : resolvePath(folder));
			},
		};
		return await runClientScreen({
			...{terminal, publisher, actions, listFolder, countFolder, stopProcess},
			operate: (request) => operate(client, request),
		});
	} finally {
		publisher.close();
	}
}
