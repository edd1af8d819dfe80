import {sleep, type Clock} from '../base/clock.ts';
import {formatCount} from '../base/size-text.ts';
import {createOffer, createTransferKey} from '../crypto/offer.ts';
import type {Identity} from '../crypto/identity.ts';
import {createSha256} from '../crypto/random.ts';
import {createOutbox, type Outbox} from '../files/outbox.ts';
import type {SourceList} from '../files/source-list.ts';
import {describeSources} from '../files/source-title.ts';
import type {SpacePath} from '../files/space-tree.ts';
import type {KnownUser} from '../files/users-table.ts';
import type {Skipped} from '../files/walk.ts';
import {FtError} from '../protocol/errors.ts';
import {maxFetchPaths, maxLeftOutNames, maxTrailerReasonCharacters, missPauseMs} from '../protocol/limits.ts';
import type {ClientMessageOf} from '../protocol/messages.ts';
import {toSpacePath} from '../protocol/space-path.ts';
import type {SentSummary} from '../protocol/summary.ts';
import type {Spaces} from './spaces.ts';

/** A list of so many entries is noted on a full disk too: who may get something can make room. */
const entriesOnFullDisk = 1000;
/** What an entry takes in the lists that an outbox holds, about. */
const bytesOfEntry = 400;

/**
 * Finds in a folder of the hub what a user asks for, and keeps the list of it as a new outbox. Rejects with FtError: `no-such-file`,
 * `disk-full` when the list has no room beside the hub's reserve, or the signal's reason.
 */
export async function makeDownload(
	message: ClientMessageOf<'fetch'>,
	user: Pick<KnownUser, 'id' | 'folder'>,
	options: {
		readonly clock: Clock;
		/** The hub's: the sender. */
		readonly identity: Identity;
		readonly spaces: Spaces;
		readonly outboxRoot: string;
		readonly signal: AbortSignal;
	},
): Promise<Outbox> {
	const {clock, identity, spaces, outboxRoot, signal} = options;
	const {transfer, space: name} = message;
	const {space, roomBytes} = await spaces.of(name, user);
	const paths: SpacePath[] = [];
	for (const typed of message.paths.map(toSpacePath)) {
		const found = await space.find(typed, {anyCase: true});
		// Another spelling was looked for among all names of a folder.
		if (found.join('/') !== typed.join('/')) await sleep(clock, missPauseMs, signal);
		paths.push(found);
	}
	const {entries, skipped} = await space.sources(paths, {signal});
	const [first] = skipped;
	if (entries.length === 0)
		throw new FtError(
			'no-such-file',
			`there is nothing to get: ${first ? `${first.path}: ${first.reason}` : `${name} is empty`}`,
		);
	if (entries.length > entriesOnFullDisk && entries.length * bytesOfEntry > roomBytes())
		throw new FtError(
			'disk-full',
			`the hub has no room to note what is in it, ${formatCount(entries.length, 'entry', 'entries')}; get it in parts, or ask the operator`,
		);
	const {title, top} = describeSources(entries);
	const transferKey = createTransferKey();
	const timeMs = clock.nowMs();
	return await createOutbox(outboxRoot, {
		...{transfer, key: transferKey.toString('base64'), hubId: identity.id, recipients: [user.id], timeMs},
		...{title, note: '', paths: paths.map((each) => each.join('/')), entries},
		fetched: {space: name, tops: describeTops(entries)},
		createHasher: createSha256,
		seal(manifest) {
			const summary: SentSummary = {title, top, note: '', ...manifest, leftOut: describeSkipped(skipped)};
			const {contentBytes: bytes, files} = entries;
			return createOffer({identity, transfer, bytes, files, timeMs, summary, transferKey});
		},
	});
}

/** What was asked for, with all bytes in each: the first of it. */
function describeTops(entries: SourceList): Array<{path: string; bytes: number}> {
	const tops: Array<{path: string; bytes: number}> = [];
	for (let number = 0; number < entries.length; number++) {
		if (entries.isTop(number)) {
			if (tops.length === maxFetchPaths) break;
			tops.push({path: entries.absolutePath(number).replace(/^\//, ''), bytes: 0});
		}
		const current = tops.at(-1);
		if (current) current.bytes += entries.bytes(number);
	}
	return tops;
}

function describeSkipped(skipped: readonly Skipped[]): SentSummary['leftOut'] {
	if (skipped.length === 0) return undefined;
	const first = skipped
		.slice(0, maxLeftOutNames)
		.map(({path, reason}): [string, string] => [path, reason.slice(0, maxTrailerReasonCharacters)]);
	return {entries: skipped.length, first};
}
