import type {RecipientRow, TransferPhase, TransferRow} from './transfer-row.ts';
import type {Upload} from './upload.ts';

/** All names as people say them: `bob`, `bob, carol`, `bob and 4 others`. */
export function joinNames(names: readonly string[]): string {
	return names.length > 2 ? `${names[0]} and ${names.length - 1} others` : names.join(', ');
}

/**
 * Where the whole stands when each of its recipients stands there: what moves is told before what waits, and as long as nobody
 * receives, the upload. Its bytes are the mean of those who have not declined; while only the upload moves, those that the hub has.
 */
export function joinRows(
	recipients: readonly RecipientRow[],
	upload: Upload['row'],
	totalBytes: number,
): Pick<TransferRow, 'bytes' | 'state'> {
	const open = recipients.filter(({state}) => !isEnd(state));
	const wanted = recipients.filter(({state}) => state.phase !== 'declined');
	const bytes = Math.min(totalBytes, mean(wanted.map((recipient) => recipient.bytes)));
	if (open.length === 0) return {bytes, state: joinEnds(recipients)};
	const moving = joinRunning(open);
	if (moving) return {bytes, state: moving};
	if (upload && open.some(({state}) => state.phase !== 'paused' && state.phase !== 'stored')) return upload;
	const first = order.flatMap((phase) => open.find(({state}) => state.phase === phase) ?? [])[0];
	return {bytes, state: (first ?? open[0])?.state ?? {phase: 'queued'}};
}

/** Of waits the one that somebody can end. */
const order: ReadonlyArray<TransferPhase['phase']> = ['verifying', 'queued', 'waiting', 'paused', 'stored'];

function isEnd({phase}: TransferPhase): boolean {
	return phase === 'delivered' || phase === 'declined' || phase === 'cancelled' || phase === 'failed';
}

/** As fast as they are on average, and over when the last one is. */
function joinRunning(open: readonly RecipientRow[]): TransferPhase | undefined {
	const running = open.flatMap(({state}) => (state.phase === 'running' ? [state] : []));
	if (running.length === 0) return undefined;
	const etas = running.map(({etaSeconds}) => etaSeconds);
	const known = etas.filter((eta) => eta !== undefined);
	return {
		phase: 'running',
		bytesPerSecond: mean(running.map(({bytesPerSecond}) => bytesPerSecond)),
		etaSeconds: known.length < etas.length ? undefined : Math.max(...known),
		stalledMs: Math.min(...running.map(({stalledMs}) => stalledMs)),
	};
}

/** Delivered to all who wanted it, or the worst that became of it. */
function joinEnds(recipients: readonly RecipientRow[]): TransferPhase {
	const states = recipients.map(({state}) => state);
	const failed = recipients.find(({state}) => state.phase === 'failed');
	if (failed?.state.phase === 'failed') {
		const who = recipients.length > 1 ? `${failed.name}: ` : '';
		return {...failed.state, reason: `${who}${failed.state.reason}`};
	}
	const delivered = states.flatMap((state) => (state.phase === 'delivered' ? [state] : []));
	const cancelled = states.find(({phase}) => phase === 'cancelled');
	if (cancelled) return cancelled;
	if (delivered.length === 0) return states[0] ?? {phase: 'cancelled'};
	return {
		phase: 'delivered',
		failedFiles: Math.max(...delivered.map(({failedFiles}) => failedFiles)),
		leftFiles: delivered.reduce((sum, {leftFiles = 0}) => sum + leftFiles, 0),
	};
}

function mean(numbers: readonly number[]): number {
	return numbers.length === 0 ? 0 : Math.floor(numbers.reduce((sum, number) => sum + number, 0) / numbers.length);
}
