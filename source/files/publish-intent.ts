import * as v from 'valibot';
import {openFlags, readWhole, syncContent, writeAllSync, type Disk} from './disk.ts';
import type {FolderHandle} from './folder-handle.ts';

/** What a published transfer became. */
export type Published = {
	/** Absolute, one for each top entry that survived; for a skipped one, the file that was already there. */
	readonly paths: string[];
	/** Their last components. */
	readonly top: string[];
	/** Absolute paths of files that were there with the same content. */
	readonly skipped: string[];
	/** Files and folders that stand under another name than the sender's, made safe: `from` relative to the transfer, `to` absolute. */
	readonly renamed: Array<{from: string; to: string}>;
};

/** The file `publish` in staging: what publishing decided, so that after a crash it decides the same. */
export type PublishIntent = {
	/** Everything received is verified and on the disk itself; from now on files move out of staging. */
	readonly isPlanned: boolean;
	/** Set once everything stands under its final name. */
	readonly done: Published | undefined;
	/** The name chosen for a path of the staged tree, if one was. */
	nameOf(path: string): string | undefined;
	/** May something empty under that name be a placeholder of ours? */
	isHeld(path: string, name: string): boolean;
	/** Records the names of the top entries, on the disk itself when it resolves. */
	plan(names: ReadonlyMap<string, string>): Promise<void>;
	/** Records another name, before it is used. */
	choose(path: string, name: string): void;
	/** Records that something empty is about to be made under that name, to be renamed over. */
	hold(path: string, name: string): void;
	/** Records the end, on the disk itself when it resolves. */
	finish(published: Published): Promise<void>;
	/** Idempotent. */
	close(): void;
};

/** Opens or makes it; a torn last line is cut off. Throws what the disk throws. */
export function openPublishIntent(disk: Disk, staging: FolderHandle): PublishIntent {
	const file = staging.at('publish');
	const text = readWhole(disk, file)?.toString() ?? '';
	const whole = text.slice(0, text.lastIndexOf('\n') + 1);
	const descriptor = disk.openSync(file, openFlags.write, 0o600);
	disk.ftruncateSync(descriptor, Buffer.byteLength(whole));

	const names = new Map<string, string>();
	const held = new Map<string, string>();
	let isPlanned = false;
	let done: Published | undefined;
	const take = (line: Line): void => {
		if (line.type === 'plan') isPlanned = true;
		if (line.type === 'done') {
			done = line.published;
			return;
		}
		for (const [path, name] of line.names) {
			names.set(path, name);
			if (line.type === 'hold') held.set(path, name);
		}
	};
	for (const line of whole.split('\n').slice(0, -1)) take(v.parse(lineSchema, JSON.parse(line)));

	let endBytes = Buffer.byteLength(whole);
	let isClosed = false;
	const append = (line: Line): void => {
		const bytes = Buffer.from(`${JSON.stringify(line)}\n`);
		writeAllSync(disk, descriptor, [bytes], endBytes);
		endBytes += bytes.length;
		take(line);
	};
	const appendSynced = async (line: Line): Promise<void> => {
		append(line);
		await syncContent(disk, descriptor);
	};
	return {
		get isPlanned() {
			return isPlanned;
		},
		get done() {
			return done;
		},
		nameOf: (path) => names.get(path),
		isHeld: (path, name) => held.get(path) === name && names.get(path) === name,
		plan: async (chosen) => appendSynced({type: 'plan', names: [...chosen]}),
		choose(path, name) {
			append({type: 'choose', names: [[path, name]]});
		},
		hold(path, name) {
			append({type: 'hold', names: [[path, name]]});
		},
		finish: async (published) => appendSynced({type: 'done', published}),
		close() {
			if (isClosed) return;
			isClosed = true;
			disk.closeSync(descriptor);
		},
	};
}

const paths = v.array(v.string());
const lineSchema = v.variant('type', [
	v.object({type: v.picklist(['plan', 'choose', 'hold']), names: v.array(v.tuple([v.string(), v.string()]))}),
	v.object({
		type: v.literal('done'),
		published: v.object({
			paths,
			top: paths,
			skipped: paths,
			renamed: v.array(v.object({from: v.string(), to: v.string()})),
		}),
	}),
]);
type Line = v.InferInput<typeof lineSchema>;
