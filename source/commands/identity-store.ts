import path from 'node:path';
import {createCertificate} from '../crypto/certificate.ts';
import {createIdentity, exportIdentity, importIdentity, type Identity} from '../crypto/identity.ts';
import {makePrivateFolder, readPrivate, renamePrivate, writePrivate} from '../files/private-file.ts';
import type {Certificate} from '../transport/tls.ts';

/** An identity with its certificate. */
export type StoredIdentity = {
	readonly identity: Identity;
	readonly certificate: Certificate;
	/** A hub knows it now: it is ours for good. Throws FtError `disk-error`. */
	keep(): Promise<void>;
};

/**
 * Reads the identity of a folder, or makes one. A new one is written down as `identity.new.json` before any hub can learn of it,
 * so that a crash right after the welcome loses no name; `keep` gives it its final name. The certificate is cached beside it: it
 * takes 150 ms to make. Throws FtError `disk-error`.
 */
export async function loadIdentity(folder: string, warn: (text: string) => void): Promise<StoredIdentity> {
	const file = path.join(folder, 'identity.json');
	const newFile = path.join(folder, 'identity.new.json');
	const certificateFile = path.join(folder, 'certificate.json');
	makePrivateFolder(folder);
	const kept = await readPrivate(file, warn);
	const text = kept ?? (await readPrivate(newFile, warn));
	const identity = text === undefined ? createIdentity() : importIdentity(text);
	if (text === undefined) await writePrivate(newFile, exportIdentity(identity));
	const cached = text === undefined ? undefined : await readPrivate(certificateFile, warn);
	const certificate = cached === undefined ? await createCertificate(identity) : (JSON.parse(cached) as Certificate);
	if (cached === undefined) await writePrivate(certificateFile, JSON.stringify(certificate));
	return {
		identity,
		certificate,
		async keep() {
			if (kept === undefined) await renamePrivate(newFile, file);
		},
	};
}
