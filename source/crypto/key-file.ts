import {createCipheriv, createDecipheriv, randomBytes, scrypt} from 'node:crypto';
import {FtError} from '../protocol/errors.ts';
import {notAKeyFile, parseKeyFile, type KeyFile} from '../protocol/key-file.ts';
import {maxScryptBytes} from '../protocol/limits.ts';
import {exportIdentity, importIdentity, type Identity} from './identity.ts';
import {joinFields} from './join-fields.ts';

/**
 * An identity and the name it is used under, sealed by a passphrase: one line of JSON that may lie anywhere. AES-256-GCM under
 * scrypt (N 2^17, r 8, p 1: half a second and 128 MiB for each guess); name and id are in clear, and bound to it. `cost`: another one for tests.
 */
export async function sealKeyFile(
	key: {readonly name: string; readonly identity: Identity},
	passphrase: string,
	cost: Cost = usualCost,
): Promise<string> {
	const {name, identity} = key;
	const salt = randomBytes(16);
	const iv = randomBytes(12);
	const cipher = createCipheriv('aes-256-gcm', await deriveKey(passphrase, salt, cost), iv);
	cipher.setAAD(toContext(name, identity.id));
	const sealed = Buffer.concat([cipher.update(exportIdentity(identity), 'utf8'), cipher.final(), cipher.getAuthTag()]);
	const toText = (bytes: Buffer): string => bytes.toString('base64');
	const file: KeyFile = {
		...{type: 'ft-key', version: 1, name, id: identity.id},
		...{kdf: 'scrypt', ...cost, salt: toText(salt)},
		...{cipher: 'aes-256-gcm', iv: toText(iv), sealed: toText(sealed)},
	};
	return `${JSON.stringify(file)}\n`;
}

/**
 * Opens what `sealKeyFile` made. What the file asks for is bounded before it is done: a hostile one costs 256 MiB and some seconds.
 * Throws FtError `failed` for a wrong passphrase and for what is no such file, `version` for one of a later ft; never with a secret in it.
 */
export async function openKeyFile(text: string, passphrase: string): Promise<{name: string; identity: Identity}> {
	const file = parseKeyFile(text);
	const sealed = Buffer.from(file.sealed, 'base64');
	const key = await deriveKey(passphrase, Buffer.from(file.salt, 'base64'), file);
	const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(file.iv, 'base64'), {authTagLength: tagBytes});
	decipher.setAAD(toContext(file.name, file.id));
	decipher.setAuthTag(sealed.subarray(-tagBytes));
	let opened: string;
	try {
		opened = Buffer.concat([decipher.update(sealed.subarray(0, -tagBytes)), decipher.final()]).toString('utf8');
	} catch {
		throw new FtError(
			'failed',
			`cannot open the key of ${file.name}: the passphrase is wrong, or the file was changed`,
		);
	}
	const identity = importIdentity(opened);
	if (identity.id !== file.id) throw notAKeyFile();
	return {name: file.name, identity};
}

type Cost = Pick<KeyFile, 'N' | 'r' | 'p'>;
const usualCost: Cost = {N: 2 ** 17, r: 8, p: 1};
const tagBytes = 16;

/** One passphrase for one text: computers differ in how they write accents. */
async function deriveKey(passphrase: string, salt: Buffer, {N, r, p}: Pick<KeyFile, 'N' | 'r' | 'p'>): Promise<Buffer> {
	return await new Promise((resolve, reject) => {
		scrypt(passphrase.normalize('NFKC'), salt, 32, {N, r, p, maxmem: 2 * maxScryptBytes}, (error, key) => {
			if (error) reject(error);
			else resolve(key);
		});
	});
}

function toContext(name: string, id: string): Buffer {
	return joinFields('ft/1 key file', [1, name, id]);
}
