import type {Outbox} from '../files/outbox.ts';
import {openSourceBody, type SourceBody, type SourceBodyOptions} from '../files/source-body.ts';

/** The plaintext of an outbox, opened when it is first asked for, with what must outlive the process recorded on the way. */
export type OutboxBody = {
	/** Rejects with FtError `disk-error`. */
	open(): Promise<SourceBody>;
	/** Once it is fixed, here or in an earlier process: what a receipt is checked against. */
	readonly trailer: Uint8Array | undefined;
	/** Waits for a running read. Idempotent, never rejects. */
	close(): Promise<void>;
};

/** Opens the sources of an outbox, where they are not files of this machine under their own paths. */
export type OpenBody = (options: Omit<SourceBodyOptions, 'places'>) => Promise<SourceBody>;

/** Creates it; nothing is read yet. */
export function createOutboxBody(outbox: Outbox, open: OpenBody = openSourceBody): OutboxBody {
	let trailer = outbox.trailer;
	let opening: Promise<SourceBody> | undefined;
	const openNew = async (): Promise<SourceBody> =>
		await open({
			manifest: outbox.manifestPath,
			entries: await outbox.sources(),
			failed: outbox.failed,
			trailer,
			onFailed: (failed) => {
				outbox.recordFailed(failed);
			},
			onTrailer: async (made) => {
				await outbox.recordTrailer(made);
				trailer = made;
			},
		});
	return {
		async open() {
			opening ??= openNew();
			return await opening;
		},
		get trailer() {
			return trailer;
		},
		async close() {
			try {
				await (await opening)?.close();
			} catch {
				// It never opened: who tried has told why.
			}
		},
	};
}
