import * as v from 'valibot';
import {FtError} from './errors.ts';
import {bytesField, identityIdField, nameField} from './fields.ts';
import {maxScryptBytes, maxScryptParallel} from './limits.ts';

const count = (max: number): v.GenericSchema<number> => v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(max));

const schema = v.pipe(
	v.object({
		type: v.literal('ft-key'),
		version: v.literal(1),
		/** In clear, and bound to what is sealed: whose key it is can be seen without the passphrase. */
		name: nameField,
		id: identityIdField,
		kdf: v.literal('scrypt'),
		/** The cost of scrypt (RFC 7914), as it was when the file was made; N is a power of two. */
		N: v.pipe(
			count(2 ** 30),
			v.check((cost) => cost > 1 && Number.isInteger(Math.log2(cost))),
		),
		r: count(32),
		p: count(maxScryptParallel),
		salt: bytesField(16, 16),
		cipher: v.literal('aes-256-gcm'),
		iv: bytesField(12, 12),
		/** The identity file, and the tag of 16 bytes. */
		sealed: bytesField(17, 4096),
	}),
	v.check(({N, r}) => 128 * N * r <= maxScryptBytes),
);

/** A key sealed by a passphrase: what `ft key export` writes. */
export type KeyFile = v.InferOutput<typeof schema>;

/** Reads a key file; what it asks for is within the limits then. Throws FtError `failed`, or `version` for one of a later ft. */
export function parseKeyFile(text: string): KeyFile {
	const value = v.safeParse(v.pipe(v.string(), v.parseJson()), text).output;
	const header = v.safeParse(v.object({type: v.literal('ft-key'), version: v.number()}), value);
	if (header.success && header.output.version > 1)
		throw new FtError('version', `the key file has version ${header.output.version}, this ft knows 1; update ft`);
	const result = v.safeParse(schema, value);
	if (!result.success) throw notAKeyFile();
	return result.output;
}

/** The error for what is no key file. */
export function notAKeyFile(): FtError {
	return new FtError('failed', 'that is no key file, or it is damaged. ft key export makes one');
}
