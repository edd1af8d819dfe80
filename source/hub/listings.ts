import type {Clock} from '../base/clock.ts';
import {display} from '../base/display.ts';
import {rawText} from '../base/peer-text.ts';
import {fitsBytes} from '../base/utf8.ts';
import type {FolderRow} from '../files/folder-rows.ts';
import type {KnownUser} from '../files/users-table.ts';
import {FtError} from '../protocol/errors.ts';
import {maxLargeFrameBytes, maxTimeMs} from '../protocol/limits.ts';
import type {SentMessageOf} from '../protocol/messages.ts';
import {showSpacePath, toSpacePath, type SpaceName} from '../protocol/space-path.ts';
import {authorizeInSpace} from './authorize.ts';
import type {HubEvent} from './events.ts';
import {tell, type Session, type SpaceRequest} from './session.ts';
import type {OpenSpace, Spaces} from './spaces.ts';
import {createTurns} from './turns.ts';

type RequestOf<Type extends SpaceRequest['type']> = Extract<SpaceRequest, {type: Type}>;

/** What members ask of the hub's folders: what is in them, what changes there, and to delete what is theirs. */
export type Listings = {
	/** Answers one request; one after the other for each session. Rejects with FtError `no-such-file`, `usage`, `not-allowed`, `limit`, `in-use`, `disk-error`. */
	handle(session: Session, message: SpaceRequest): Promise<void>;
	/** The session's connection ended. */
	left(session: Session): void;
};

type Entry = Extract<SentMessageOf<'hub'>, {type: 'page'}>['entries'][number];

/** Creates it over the hub's spaces. `freeBytes`: on their disk, as far as it is known. */
export function createListings(options: {
	readonly spaces: Spaces;
	readonly clock: Clock;
	readonly findUser: (id: string) => KnownUser | undefined;
	readonly freeBytes: () => number | undefined;
	readonly onEvent: (event: HubEvent) => void;
}): Listings {
	const {spaces, clock, findUser, freeBytes, onEvent} = options;
	const turns = createTurns<Session>(clock);
	/** How each is ended. */
	const watches = new Map<Session, () => void>();

	const openFor = async (session: Session, name: SpaceName): Promise<OpenSpace> => {
		const user = findUser(session.userId);
		if (!user) throw new FtError('no-such-user', 'the hub does not know you any more: the name was released');
		return spaces.of(name, user);
	};
	const list = async (session: Session, message: RequestOf<'list'>): Promise<void> => {
		const {request, space: name, sort, limit, offset} = message;
		const {space, index} = await openFor(session, name);
		mustBeAllowed(name, 'list');
		const path = await space.find(toSpacePath(message.folder), {anyCase: true});
		const entry = path.length === 0 ? undefined : await space.stat(path);
		const common = {type: 'page', request, free: freeBytes()} as const;
		if (entry?.kind === 'file') {
			const row = {...entry, upload: await index.ownerOf(path)};
			tell(session, {...common, folder: path.slice(0, -1), entries: [toEntry(row)], offset: 0, total: 1});
			return;
		}
		const filter = message.filter && rawText(message.filter);
		const after = message.after && rawText(message.after);
		await tellWhatFits(session, limit, async (count) => {
			const page = await index.list(path, {sort, filter, after, offset, limit: count});
			const {rows, total} = page;
			return {...common, folder: [...path], entries: rows.map(toEntry), offset: page.offset, after: page.after, total};
		});
	};
	const search = async (session: Session, message: RequestOf<'search'>, signal: AbortSignal): Promise<void> => {
		const {request, space: name, limit} = message;
		const {index} = await openFor(session, name);
		mustBeAllowed(name, 'list');
		const text = rawText(message.text);
		const from = message.after && toSpacePath(message.after);
		await tellWhatFits(session, limit, async (count) => {
			const {found, after} = await index.search({text, after: from, limit: count, signal});
			const entries = found.map(({path, row}) => {
				const {name: _name, ...rest} = toEntry(row);
				return {path: [...path], ...rest};
			});
			return {type: 'found', request, entries, after: after && [...after]};
		});
	};
	const stopWatch = (session: Session): void => {
		watches.get(session)?.();
		watches.delete(session);
	};
	const watch = async (session: Session, message: RequestOf<'watch'>, signal: AbortSignal): Promise<void> => {
		const {request, space: name, folder} = message;
		stopWatch(session);
		if (name !== undefined && folder) {
			const {index} = await openFor(session, name);
			mustBeAllowed(name, 'list');
			if (signal.aborted) return;
			const stop = index.watch(toSpacePath(folder), () => {
				tell(session, {type: 'changed', space: name, folder});
			});
			watches.set(session, stop);
		}
		tell(session, {type: 'watching', request});
	};
	const remove = async (session: Session, message: RequestOf<'remove'>): Promise<void> => {
		const {request, space: name} = message;
		const {space, index, holds} = await openFor(session, name);
		const path = await space.find(toSpacePath(message.path), {anyCase: false});
		const {files, bytes} = await holds.remove(path, showSpacePath(name, path), async () => {
			// Another removal may have been waited for.
			await space.find(path, {anyCase: false});
			const isOwn = name === 'private' || (name === 'shared' && (await index.isAllOf(path, session.userId)));
			if (!authorizeInSpace('user', name, 'remove', isOwn)) throw await notYours(session, {name, space, index}, path);
			return index.remove(path);
		});
		tell(session, {type: 'removed', request, path: [...path], files, bytes});
		onEvent({type: 'removed', space: name, path: path.join('/'), bytes, user: session.name});
	};
	return {
		async handle(session, message) {
			await turns.take(session, async (signal) => {
				if (message.type === 'list') await list(session, message);
				else if (message.type === 'search') await search(session, message, signal);
				else if (message.type === 'watch') await watch(session, message, signal);
				else await remove(session, message);
			});
		},
		left(session) {
			turns.left(session);
			stopWatch(session);
		},
	};
}

/** Every member may look at every folder that it can name: its own private one, and those of all. */
function mustBeAllowed(space: SpaceName, action: 'list'): void {
	if (!authorizeInSpace('user', space, action, space === 'private'))
		throw new FtError('not-allowed', `${space} may not be listed`);
}

async function notYours(
	session: Session,
	{name, space, index}: Pick<OpenSpace, 'space' | 'index'> & {readonly name: SpaceName},
	path: readonly string[],
): Promise<FtError> {
	const shown = showSpacePath(name, path);
	if (name === 'public')
		return new FtError('not-allowed', `cannot delete ${shown}: only the operator may delete in public`);
	const owner = await index.ownerOf(path);
	const isFile = (await space.stat(path))?.kind === 'file';
	const [whose, who] =
		owner && owner.userId !== session.userId
			? [`${display(owner.userName)}'s`, `only ${display(owner.userName)} or the operator`]
			: isFile
				? ["the operator's", 'only the operator']
				: ['not all yours', 'whoever uploaded each file or the operator'];
	return new FtError('not-allowed', `${session.name} cannot delete ${shown}: it is ${whose}; ${who} may`);
}

/** Half as many until they fit into a frame: a name may take six bytes for each of its own in JSON. One always fits. */
async function tellWhatFits(
	session: Session,
	limit: number,
	make: (count: number) => Promise<SentMessageOf<'hub'>>,
): Promise<void> {
	for (let count = limit; ; count = Math.ceil(count / 2)) {
		const message = await make(count);
		if (count > 1 && !fitsBytes(JSON.stringify(message), maxLargeFrameBytes)) continue;
		tell(session, message);
		return;
	}
}

function toEntry({name, kind, bytes, modifiedMs, upload}: FolderRow): Entry {
	return {
		name,
		kind,
		// What a disk says may be beyond what a message may: a sparse file, a broken clock.
		bytes: Math.min(bytes, Number.MAX_SAFE_INTEGER),
		modified: Math.max(-maxTimeMs, Math.min(modifiedMs, maxTimeMs)),
		...(upload && {user: {id: upload.userId, name: upload.userName}, uploaded: upload.timeMs}),
	};
}
