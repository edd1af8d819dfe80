import {systemClock} from '../base/clock.ts';
import type {Hub} from '../hub/hub.ts';
import {toHubError} from '../hub/take-request.ts';
import {createPublisher} from '../state/publisher.ts';
import {settleHub} from '../state/settle.ts';
import type {EverywhereFlags} from './arguments.ts';
import {untilEnded} from './ended.ts';
import {openScreen, stopProcess} from './open-screen.ts';

/** Shows the dashboard until the operator quits or a signal comes. The dashboard is a view: the hub is not touched by its end. */
export async function showDashboard(hub: Hub, flags: EverywhereFlags, ending: AbortSignal): Promise<void> {
	const terminal = openScreen(flags, 'the dashboard', 'Without one: ft server --no-ui');
	const publisher = createPublisher({
		clock: systemClock,
		make: () => hub.snapshot(),
		settle: settleHub,
		changed: (listener) => hub.subscribe(listener),
	});
	try {
		const {runServerScreen} = await import('../ui/run-server-screen.tsx');
		const onRefused = (error: unknown): void => {
			hub.report(toHubError(error));
		};
		await untilEnded(runServerScreen({terminal, publisher, actions: hub.actions, onRefused, stopProcess}), ending);
	} finally {
		publisher.close();
		await terminal.close();
	}
}
