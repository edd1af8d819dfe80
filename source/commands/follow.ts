import {systemClock} from '../base/clock.ts';
import type {Client} from '../client/client.ts';
import {describeClientEvent, type ClientEvent} from '../client/events.ts';
import {createOutages} from '../client/outages.ts';
import {createTakenNames} from '../client/taken-names.ts';
import {spaceNames} from '../protocol/space-path.ts';
import {progressLine} from './progress-line.ts';
import type {Output} from './output.ts';

const drawEveryMs = 200;
/** Told on standard error as lines; the rest only as JSON. */
const told = new Set<ClientEvent['type']>([
	'accepted',
	'declined',
	'paused',
	'resumed',
	'cancelled',
	'failed',
	'skipped',
	'renamed',
	'notice',
	'reconnecting',
	'pin',
	'error',
]);

/** The hub takes what goes into them, always. */
const folders = new Set<string>(spaceNames);

/**
 * Prints what happens to a client until the returned function is called: JSON events, or notes and one progress line.
 * `endsAsError`: what fails is the error of the command, and not told here as well.
 */
export function followClient(
	client: Client,
	output: Output,
	{endsAsError = false}: {readonly endsAsError?: boolean} = {},
): () => void {
	const isNews = createOutages();
	const takenNames = createTakenNames({namesUploads: true});
	const unsubscribe = client.subscribe((event) => {
		output.event(event);
		if (output.isJson || !isNews(event)) return;
		const line = describeClientEvent(event);
		const isSame = event.type === 'skipped' && event.cause === 'same';
		const isOfHub = event.type === 'accepted' && folders.has(event.user);
		const isError = endsAsError && (event.type === 'failed' || event.type === 'cancelled');
		if (line !== undefined && told.has(event.type) && !isSame && !isOfHub && !isError) output.note(line);
		else if (line !== undefined) output.detail(line);
		for (const taken of takenNames(event)) output.note(taken);
	});
	let unschedule: (() => void) | undefined;
	const draw = (): void => {
		output.progress(progressLine(client.snapshot().transfers, output.columns));
		unschedule = systemClock.schedule(drawEveryMs, draw);
	};
	if (output.drawsProgress) draw();
	return () => {
		unsubscribe();
		unschedule?.();
		output.progress('');
	};
}
