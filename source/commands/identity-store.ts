import {rmSync} from 'node:fs';
import path from 'node:path';
import {createCertificate} from '../crypto/certificate.ts';
import {createIdentity, exportIdentity, importIdentity, type Identity} from '../crypto/identity.ts';
import {
	changePrivate,
	createPrivate,
	makePrivateFolder,
	readPrivate,
	renamePrivate,
	writePrivate,
} from '../files/private-file.ts';
import {FtError} from '../protocol/errors.ts';
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
	const {file, newFile, certificateFile} = filesOf(folder);
	makePrivateFolder(folder);
	const isNew = (await findIdentity(folder, warn)) === undefined;
	// As one step: two first processes of a name, started together, have one key.
	if (isNew) await changePrivate(newFile, (text) => text ?? exportIdentity(createIdentity()));
	const found = await findIdentity(folder, warn);
	if (!found) throw new FtError('disk-error', `the key in ${folder} went away while it was read; try again`);
	const {identity} = found;
	const cached = isNew ? undefined : await readPrivate(certificateFile, warn);
	const certificate = cached === undefined ? await createCertificate(identity) : (JSON.parse(cached) as Certificate);
	if (cached === undefined) await writePrivate(certificateFile, JSON.stringify(certificate));
	return {
		identity,
		certificate,
		async keep() {
			if (found.file === file) return;
			try {
				await renamePrivate(newFile, file);
			} catch (error) {
				// Another process of this name was let in before.
				if ((await readPrivate(file)) !== exportIdentity(identity)) throw error;
			}
		},
	};
}

/** The identity of a folder and the file it lies in; undefined when there is none. Throws FtError `disk-error`. */
export async function findIdentity(
	folder: string,
	warn: (text: string) => void,
): Promise<{readonly identity: Identity; readonly file: string} | undefined> {
	const {file, newFile} = filesOf(folder);
	for (const each of [file, newFile]) {
		const text = await readPrivate(each, warn);
		if (text !== undefined) return {identity: importIdentity(text), file: each};
	}
	return undefined;
}

/**
 * Puts an identity into a folder that has none. One that no hub has ever let in gives way, under another name. Throws FtError `in-use`
 * when there is a key already: it is never overwritten.
 */
export async function storeIdentity(folder: string, identity: Identity, name: string): Promise<string> {
	const {file, newFile, certificateFile} = filesOf(folder);
	makePrivateFolder(folder);
	const before = await findIdentity(folder, () => undefined);
	if (before?.file === file)
		throw new FtError(
			'in-use',
			`${name} has a key here already, ${before.identity.shortId}: it is not overwritten. Import under another name with --name, or move ${folder} away`,
		);
	// The certificate belongs to the key that it was made of.
	rmSync(certificateFile, {force: true});
	if (before) await renamePrivate(newFile, path.join(folder, `identity.unused.${before.identity.shortId}.json`));
	await createPrivate(file, exportIdentity(identity));
	return file;
}

function filesOf(folder: string): {readonly file: string; readonly newFile: string; readonly certificateFile: string} {
	return {
		file: path.join(folder, 'identity.json'),
		newFile: path.join(folder, 'identity.new.json'),
		certificateFile: path.join(folder, 'certificate.json'),
	};
}
