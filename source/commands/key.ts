import {existsSync, readFileSync, statSync} from 'node:fs';
import path from 'node:path';
import {formatFingerprint} from '../crypto/fingerprint.ts';
import {openKeyFile, sealKeyFile} from '../crypto/key-file.ts';
import {toWords} from '../crypto/words.ts';
import {systemCode, toDiskError} from '../files/disk-error.ts';
import {createPrivate} from '../files/private-file.ts';
import {FtError} from '../protocol/errors.ts';
import {notAKeyFile, parseKeyFile} from '../protocol/key-file.ts';
import {maxKeyFileBytes} from '../protocol/limits.ts';
import {parseArguments} from './arguments.ts';
import {signalEnding, untilEnded} from './ended.ts';
import {findIdentity, storeIdentity} from './identity-store.ts';
import {openOutput} from './open-output.ts';
import type {Output} from './output.ts';
import {readPassphrase} from './passphrase.ts';
import {resolveName} from './resolve-client.ts';

const help = `Usage: ft key show
       ft key export <file>
       ft key import <file>

The key of your name, which is who you are on every hub. A second computer
takes it over with export here and import there, sealed by a passphrase: from
the keyboard, FT_PASSPHRASE, or the first line of standard input.`;

/** `ft key`: shows, exports or imports the key of a name. */
export async function runKey(argv: readonly string[]): Promise<number> {
	const {flags, input} = parseArguments('key', argv, help);
	const [verb, file, ...more] = input;
	const output = openOutput(flags);
	if (more.length > 0 || (verb === 'show' && file !== undefined))
		throw new FtError('usage', `ft key ${verb} takes no ${more[0] ?? file}. See: ft key --help`);
	if (verb === 'show') return show(await resolveName(flags.name, output), output);
	if (verb !== 'export' && verb !== 'import')
		throw new FtError('usage', 'what is to be done? ft key show, ft key export <file>, or ft key import <file>');
	if (file === undefined) throw new FtError('usage', `which file? ft key ${verb} alice.ft-key`);
	const signal = signalEnding();
	const run =
		verb === 'export'
			? exportKey(path.resolve(file), await resolveName(flags.name, output), output, signal)
			: importKey(path.resolve(file), flags.name, output, signal);
	return untilEnded(run, signal);
}

type Named = Awaited<ReturnType<typeof resolveName>>;

async function show({name, folder}: Named, output: Output): Promise<number> {
	const {identity, file} = await requireIdentity(name, folder, output);
	const {id, shortId} = identity;
	const fingerprint = formatFingerprint(id);
	const words = toWords(id);
	output.event({type: 'key', name, id, shortId, fingerprint, words, path: file});
	output.result(`name         ${name}`);
	output.result(`id           ${id}`);
	output.result(`short id     ${shortId}`);
	output.result(`fingerprint  ${fingerprint}`);
	output.result(`in words     ${words}`);
	output.result(`lies in      ${file}`);
	return 0;
}

async function exportKey(file: string, {name, folder}: Named, output: Output, signal: AbortSignal): Promise<number> {
	const {identity} = await requireIdentity(name, folder, output);
	// Before anybody types a passphrase in vain.
	if (existsSync(file))
		throw new FtError('disk-error', `${file} is there already and is not overwritten. Choose another name`);
	const parent = path.dirname(file);
	if (!existsSync(parent)) throw new FtError('no-such-file', `no folder ${parent}. Make it first: mkdir -p ${parent}`);
	const passphrase = await readPassphrase({isNew: true, signal});
	await createPrivate(file, await sealKeyFile({name, identity}, passphrase));
	output.event({type: 'key', name, id: identity.id, shortId: identity.shortId, path: file});
	output.result(`the key of ${name} (${identity.shortId}) is in ${file}, sealed by the passphrase`);
	output.note(`on the other computer: ft key import ${path.basename(file)}`);
	return 0;
}

async function importKey(file: string, as: string | undefined, output: Output, signal: AbortSignal): Promise<number> {
	const text = readKeyFile(file);
	const {name, folder} = await resolveName(as ?? parseKeyFile(text).name, output);
	const {identity} = await openKeyFile(text, await readPassphrase({isNew: false, signal}));
	const stored = await storeIdentity(folder, identity, name);
	const {id, shortId} = identity;
	output.event({type: 'key', name, id, shortId, path: stored});
	output.result(`${name} has the key ${shortId} now`);
	output.result(`id ${id}`);
	return 0;
}

function readKeyFile(file: string): string {
	try {
		const stats = statSync(file);
		if (stats.isFile() && stats.size <= maxKeyFileBytes) return readFileSync(file, 'utf8');
	} catch (error) {
		if (systemCode(error) === 'ENOENT') throw new FtError('no-such-file', `no file ${file}`);
		throw toDiskError(`read ${file}`, error);
	}
	throw notAKeyFile();
}

async function requireIdentity(name: string, folder: string, output: Output) {
	const found = await findIdentity(folder, output.note);
	if (found) return found;
	throw new FtError(
		'no-such-file',
		`${name} has no key yet: it is made when ft client or another command first needs it`,
	);
}
