import type {ClientSnapshot} from '../../source/client/snapshot.ts';
import type {HubSnapshot} from '../../source/hub/snapshot.ts';
import {clientSnapshot, connectionRow, hubSnapshot, hubTransferRow, transferRow, userRow} from './snapshots.ts';

/* What costs a screen most: eight gauges that move. For the byte meter and for the bench. */

/** Eight transfers after so many milliseconds, each at its own speed. */
export function movingClient(atMs: number): ClientSnapshot {
	const transfers = Array.from({length: 8}, (_, index) => {
		const bytesPerSecond = 5_000_000 * (index + 1) + Math.round(Math.sin(atMs / 700 + index) * 400_000);
		const bytes = Math.round(bytesPerSecond * (atMs / 1000));
		const totalBytes = 3_800_000_000;
		return transferRow(`file-${index}.iso`, {
			bytes,
			totalBytes,
			state: {phase: 'running', bytesPerSecond, etaSeconds: (totalBytes - bytes) / bytesPerSecond, stalledMs: 0},
		});
	});
	return clientSnapshot({atMs, users: [userRow('bob')], transfers});
}

/** The same on a hub: each transfer between two people who are connected. */
export function movingHub(atMs: number): HubSnapshot {
	const {transfers} = movingClient(atMs);
	const rates = transfers.map(({state}) => (state.phase === 'running' ? state.bytesPerSecond : 0));
	const second = Math.floor(atMs / 1000);
	const history = Array.from({length: 60}, (_, index) => 180e6 + 40e6 * Math.sin((second + index) / 3));
	return hubSnapshot({
		atMs,
		onlineUsers: 8,
		received: history,
		sent: history,
		relayedBytes: atMs * 180_000,
		connections: rates.map((rate, index) =>
			connectionRow(`user${index}`, {bytesIn: rate * (atMs / 1000), bytesInPerSecond: rate, bytesOutPerSecond: 0}),
		),
		transfers: transfers.map(({bytes, totalBytes, state}, index) =>
			hubTransferRow({
				transfer: `t${index}`,
				fromName: `user${index}`,
				bytes,
				totalBytes,
				bytesPerSecond: rates[index] ?? 0,
				etaSeconds: state.phase === 'running' ? state.etaSeconds : undefined,
			}),
		),
	});
}
