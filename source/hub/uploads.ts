import {display} from '../base/display.ts';
import {openOffer} from '../crypto/offer.ts';
import {openStatement} from '../crypto/statement.ts';
import {isVisibleName, type SpacePath} from '../files/space-tree.ts';
import type {PlacedEntries, PlacedEntry, Space, SpacePublishOptions} from '../files/space.ts';
import {FtError, toToldReason} from '../protocol/errors.ts';
import {maxSavedPaths} from '../protocol/limits.ts';
import type {ClientMessageOf, HubMessageOf, SentMessageOf} from '../protocol/messages.ts';
import {showSpacePath, toSpacePath, type SpaceName} from '../protocol/space-path.ts';
import type {End} from '../transfer/end.ts';
import {createIncoming, type Incoming, type IncomingOptions} from '../transfer/incoming.ts';
import {toFtError} from '../transfer/to-ft-error.ts';
import {authorizeInSpace} from './authorize.ts';
import type {FoldersOptions} from './own-end.ts';
import type {HubTransfer, Leg} from './leg.ts';

/** What people put into the hub's folders: the hub as a recipient. */
export type Uploads = {
	/** One is offered, or its sender says it again. */
	take(transfer: string): void;
	handle(message: HubMessageOf<'ticket' | 'state'>): void;
	close(): Promise<void>;
};

/** What of an upload was saved, as the hub's receipt tells it. */
type Saved = NonNullable<Extract<SentMessageOf<'hub'>, {type: 'receipt'}>['saved']>;

/** Room that the paths may take in the frame of a receipt, bytes of JSON. */
const maxSavedBytes = 48 * 1024;

/** Creates it with nothing open. What is open holds descriptors: an upload whose sender has gone is closed until it is back. */
export function createUploads(options: FoldersOptions & {readonly end: End}): Uploads {
	const {clock, identity, users, spaces, receipts, end, onEvent} = options;
	const open = new Map<string, Incoming>();
	/** What is being opened or closed: the next step of that transfer comes after it. */
	const busy = new Map<string, Promise<void>>();
	let isClosed = false;

	const find = (transfer: string): {held: HubTransfer; leg: Leg} | undefined => {
		const held = options.transfers().find(transfer);
		const leg = held?.legs.get(identity.id);
		return held && leg && {held, leg};
	};
	const after = (transfer: string, step: () => Promise<void>): void => {
		const before = busy.get(transfer);
		const running = (async () => {
			await before;
			await step();
		})();
		busy.set(transfer, running);
		void running.finally(() => {
			if (busy.get(transfer) === running) busy.delete(transfer);
		});
	};
	const begin = async (transfer: string): Promise<void> => {
		const found = find(transfer);
		if (isClosed || !found) return;
		const running = open.get(transfer);
		const owed = receipts.receiptOf(transfer);
		if (running) void running.answer();
		else if (owed) end.send(JSON.parse(owed.receipt) as ClientMessageOf<'receipt'>);
		else {
			try {
				const incoming = await makeIncoming(found.held, found.leg);
				if (isClosed) return;
				open.set(transfer, incoming);
				void incoming.answer();
			} catch (error) {
				const known = toFtError(error);
				end.send({type: 'fail', transfer, code: known.code, reason: toToldReason(known)});
			}
		}
	};
	const makeIncoming = async (held: HubTransfer, leg: Leg): Promise<Incoming> => {
		const {into, ...common} = held.common;
		const user = users.find(held.senderId);
		if (!into || !user) throw new FtError('no-such-transfer', 'the hub does not know whose upload this is');
		const offer: HubMessageOf<'offer'> = {type: 'offer', from: user.id, ...common, ...leg.copy};
		const {spki} = openStatement(user.statement);
		const {transferKey, summary} = await openOffer({offer, identity, senderSpki: spki});
		// Now, and not when all of it has come.
		await findFolder((await spaces.of(into.space, user)).space, into);
		const rule = {ifExists: into.ifExists, quick: into.quick ?? false, only: []};
		const title = display(summary.title);
		held.place = `${into.space}: ${title}`;
		const publish: IncomingOptions['publish'] = async (staging, sign) => {
			const {space, index, holds} = await spaces.of(into.space, user);
			const mayReplace = async (place: SpacePath): Promise<boolean> => {
				const isOwn = into.space === 'private' || (await index.ownerOf(place))?.userId === user.id;
				return authorizeInSpace('user', into.space, 'replace', isOwn);
			};
			let saved: Saved = [];
			let numbered = 0;
			const {folder: target, levels} = await findFolder(space, into);
			const publishing: SpacePublishOptions = {
				...{folder: target, mayReplace},
				async onDone(published, placed) {
					const timeMs = clock.nowMs();
					const sizes = new Map<string, number>();
					const counted = countTops(placed, target.length, sizes);
					const made = withMade(space, target, levels, counted);
					await index.record(made, {userId: user.id, userName: user.name, timeMs});
					saved = describeSaved(target, sizes);
					const receipt = sign(published);
					numbered = published.renamed.length;
					const said = JSON.stringify({...receipt, saved, numbered});
					receipts.saveReceipt({transfer: receipt.transfer, hubId: identity.id, receipt: said, timeMs});
				},
			};
			const {paths, skipped} = await holds.save(target, async () => space.publish(staging, publishing));
			for (const {path, bytes} of saved)
				onEvent({type: 'uploaded', space: into.space, path: toSpacePath(path).join('/'), bytes, user: user.name});
			return {paths, skipped, upload: {saved, numbered}};
		};
		return createIncoming({
			...{clock, hub: end, identity, offer, transferKey, title, publish, fromName: user.name},
			manifestBytes: summary.manifestBytes,
			tell: toToldReason,
			target: showSpacePath(into.space, toSpacePath(into.folder)),
			stage: async (wanted) => (await spaces.of(into.space, user)).space.stage({...wanted, rule}),
			async choose(staging) {
				const {space} = await spaces.of(into.space, user);
				await staging.choice.choose((await findFolder(space, into)).folder, undefined);
			},
			onEvent(event) {
				if (event.type === 'error') onEvent(event);
				else if (event.type === 'renamed') onEvent({...event, user: user.name});
			},
			onEnd() {
				open.delete(held.id);
			},
		});
	};
	const park = async (transfer: string): Promise<void> => {
		const incoming = open.get(transfer);
		open.delete(transfer);
		await incoming?.close();
	};

	return {
		take(transfer) {
			after(transfer, () => begin(transfer));
		},
		handle(message) {
			const {transfer} = message;
			const incoming = open.get(transfer);
			if (message.type === 'state' && message.state === 'accepted' && !incoming) after(transfer, () => begin(transfer));
			else incoming?.handle(message);
			// Who comes back offers it again.
			if (message.type === 'state' && message.state === 'paused' && find(transfer)?.leg.reason === 'offline')
				after(transfer, () => park(transfer));
		},
		async close() {
			isClosed = true;
			await Promise.all([...busy.values(), ...[...open.values()].map((incoming) => incoming.close())]);
		},
	};
}

/** The folder as it is spelled there, of which so many `levels` exist; what is missing is made as it was typed. Rejects with `usage` for what cannot be a folder. */
async function findFolder(
	space: Space,
	into: {readonly space: SpaceName; readonly folder: Parameters<typeof toSpacePath>[0]},
): Promise<{readonly folder: SpacePath; readonly levels: number}> {
	const typed = toSpacePath(into.folder);
	const shown = showSpacePath(into.space, typed);
	if (!typed.every(isVisibleName))
		throw new FtError('usage', `cannot put anything into ${shown}: that is no folder's name. Choose another`);
	let found: SpacePath = [];
	for (const name of typed) {
		const next = await space.find([...found, name], {anyCase: false}).catch(passOver);
		if (!next) break;
		found = next;
	}
	if (found.length > 0 && (await space.stat(found))?.kind !== 'folder')
		throw new FtError(
			'usage',
			`cannot put anything into ${shown}: ${showSpacePath(into.space, found)} is a file. Choose another folder`,
		);
	return {folder: [...found, ...typed.slice(found.length)], levels: found.length};
}

function passOver(error: unknown): undefined {
	if (toFtError(error).code !== 'no-such-file') throw error;
}

/** The folders on the way that were made for it, and then what was placed. */
async function* withMade(
	space: Space,
	folder: SpacePath,
	levels: number,
	placed: PlacedEntries,
): AsyncGenerator<readonly PlacedEntry[]> {
	for (let level = levels + 1; level <= folder.length; level++) {
		const path = folder.slice(0, level);
		const entry = await space.stat(path);
		if (entry) yield [{path, entry}];
	}
	yield* placed;
}

/** Passes on what was placed, and counts the bytes of each top-level entry. */
async function* countTops(
	placed: PlacedEntries,
	level: number,
	sizes: Map<string, number>,
): AsyncGenerator<readonly PlacedEntry[]> {
	for await (const batch of placed) {
		for (const {path, entry} of batch) {
			const name = path[level] ?? '';
			sizes.set(name, (sizes.get(name) ?? 0) + entry.bytes);
		}
		yield batch;
	}
}

/** What was put there: not what was there already, and as much of it as a receipt has room for. */
function describeSaved(folder: SpacePath, sizes: ReadonlyMap<string, number>): Saved {
	const saved = [...sizes].slice(0, maxSavedPaths).map(([name, bytes]) => ({path: [...folder, name], bytes}));
	while (JSON.stringify(saved).length > maxSavedBytes) saved.length = Math.floor(saved.length / 2);
	return saved;
}
