import type {Pacer} from '../base/pacer.ts';
import type {Dialler} from '../transport/data-connection.ts';
import {watchData} from '../transport/relay.ts';

/** The same way to the hub, whose data connections in both directions together stay below the pacer's rate. What is said is never held back. */
export function paceDialler(dialler: Dialler, pacer: Pacer): Dialler {
	return {
		address: dialler.address,
		control: (signal) => dialler.control(signal),
		async data(ticket, signal) {
			return watchData(await dialler.data(ticket, signal), () => undefined, pacer.pace);
		},
	};
}
