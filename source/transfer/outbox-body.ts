import type {Identity} from '../crypto/identity.ts';
import {sha256} from '../crypto/random.ts';
import {signTrailer} from '../crypto/trailer-signature.ts';
import type {Outbox} from '../files/outbox.ts';
import type {ForSeveral} from '../files/hash-for-several.ts';
import {openSourceBody, type SourceBody, type SourceBodyOptions} from '../files/source-body.ts';

import {parseFailed} from '../protocol/several-trailer.ts';
import type {Trailer} from '../protocol/trailer.ts';

/** The plaintext of an outbox, opened when it is first asked for, with what must outlive the process recorded on the way. */
export type OutboxBody = {
	/** Rejects with FtError `disk-error`. */
	open(): Promise<SourceBody>;
	/** Once it is fixed, here or in an earlier process: what a receipt is checked against. */
	readonly trailer: Uint8Array | undefined;
	/** What it says of entries that could not be read. */
	readonly failed: Trailer['failed'];
	/** Waits for a running read. Idempotent, never rejects. */
	close(): Promise<void>;
};

/** Opens the sources of an outbox, where they are not files of this machine under their own paths. */
export type OpenBody = (options: Omit<SourceBodyOptions, 'places'>) => Promise<SourceBody>;

/** Creates it; nothing is read yet. `identity`: the sender's, which signs the trailer where there are several recipients. */
export function createOutboxBody(outbox: Outbox, identity: Identity, open: OpenBody = openSourceBody): OutboxBody {
	let trailer = outbox.trailer;
	let opening: Promise<SourceBody> | undefined;
	const forSeveral = (): ForSeveral | undefined =>
		outbox.hashes === 0
			? undefined
			: {
					hashes: outbox.openHashes(),
					hash: sha256,
					sign: (root) => signTrailer(identity, outbox.meta.transfer, root),
				};
	const openNew = async (): Promise<SourceBody> => {
		const entries = await outbox.sources();
		const several = forSeveral();
		try {
			return await open({
				manifest: outbox.manifestPath,
				entries,
				several,
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
		} catch (error) {
			several?.hashes.close();
			throw error;
		}
	};
	return {
		async open() {
			opening ??= openNew();
			return await opening;
		},
		get trailer() {
			return trailer;
		},
		get failed() {
			return trailer ? parseFailed(trailer, outbox.hashes) : [];
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
