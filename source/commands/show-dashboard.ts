import {systemClock} from '../base/clock.ts';
import type {Hub} from '../hub/hub.ts';
import {toHubError} from '../hub/take-request.ts';
import {createPublisher} from '../state/publisher.ts';
import {movingMsOf, settleHub} from '../state/settle.ts';
import type {EverywhereFlags} from './arguments.ts';
import {untilEnded} from './ended.ts';
import {openScreen, stopProcess} from './open-screen.ts';

/**
 * Shows the dashboard until the operator quits, or leaves the hub running without a screen; rejects when a signal comes. The dashboard is a view: the hub is not touched by its end.
 * Resolves with the error of a dashboard that failed, its terminal restored: then the hub goes on without it.
 */
export async function showDashboard(
	hub: Hub,
	flags: EverywhereFlags,
	ending: AbortSignal,
): Promise<Error | 'quit' | 'leave'> {
	const terminal = openScreen(flags, 'the dashboard', 'Without one: ft server --no-ui');
	const publisher = createPublisher({
		clock: systemClock,
		make: () => hub.snapshot(),
		settle: (previous, next) => settleHub(previous, next, movingMsOf(terminal)),
		changed: (listener) => hub.subscribe(listener),
	});
	try {
		const {runServerScreen} = await import('../ui/run-server-screen.tsx');
		const onRefused = (error: unknown): void => {
			hub.report(toHubError(error));
		};
		return await untilEnded(
			runServerScreen({terminal, publisher, actions: hub.actions, onRefused, stopProcess}),
			ending,
		);
	} catch (error) {
		if (ending.aborted) throw error;
		return error instanceof Error ? error : new Error(String(error));
	} finally {
		publisher.close();
		await terminal.close();
		// While it is open Node sets the terminal once more when the process ends: a hub that runs in the background by then is stopped for that (SIGTTOU), and never ends.
		process.stdin.destroy();
	}
}
