import {maxPassphraseBytes, minPassphraseCharacters} from '../protocol/limits.ts';
import {FtError} from '../protocol/errors.ts';
import {canPrompt, prompt} from './prompt.ts';
import {readStdinLine} from './stdin-line.ts';

/**
 * A passphrase: of `FT_PASSPHRASE`, from the keyboard (`isNew`: twice, and not too short), or the first line of standard input; never from
 * the command line, which others can read. Throws FtError `usage`.
 */
export async function readPassphrase(options: {
	readonly isNew: boolean;
	readonly signal: AbortSignal;
}): Promise<string> {
	const {isNew, signal} = options;
	const ask = (question: string): Promise<string> => prompt(question, {isSecret: true, signal});
	const given = process.env['FT_PASSPHRASE'];
	const passphrase = given ?? (canPrompt() ? await ask('Passphrase: ') : await readStdinLine(undefined));
	if (passphrase === undefined || passphrase === '')
		throw new FtError('usage', 'there is no passphrase: give it with FT_PASSPHRASE, or on standard input');
	if (Buffer.byteLength(passphrase) > maxPassphraseBytes)
		throw new FtError('usage', `the passphrase is longer than ${maxPassphraseBytes} bytes`);
	if (!isNew) return passphrase;
	if ([...passphrase].length < minPassphraseCharacters)
		throw new FtError(
			'usage',
			`the passphrase is too short: at least ${minPassphraseCharacters} characters. Four random words are better than one strange one`,
		);
	if (given === undefined && canPrompt() && (await ask('The same again: ')) !== passphrase)
		throw new FtError('usage', 'the two passphrases differ; nothing was written');
	return passphrase;
}
