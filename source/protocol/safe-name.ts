import {isHarmful} from '../base/display.ts';
import {rawText, type PeerText} from '../base/peer-text.ts';
import {maxComponentBytes} from './limits.ts';

const encoder = new TextEncoder();
/** Names that Windows gives to devices, whatever follows the first dot. */
const deviceName = /^(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³]) *(?:\.|$)/i;
/** What separates, or is special in a name on Windows or macOS. */
const specialCharacters: Record<NameRules, ReadonlySet<string>> = {
	posix: new Set('/'),
	portable: new Set('/\\:*?"<>|'),
};
/** Longer endings are no extensions, and are cut with the rest. */
const maxExtensionCharacters = 20;

/** What the saving machine's disks allow: `posix` for Linux and its like, `portable` for Windows and macOS, or where a name must do everywhere. */
export type NameRules = 'posix' | 'portable';

/**
 * The one door between a name that a peer chose and a path component on our disk. The result is never empty, `.` or `..`,
 * holds no separator and nothing that `display` would replace, is at most 255 bytes of UTF-8, and does not begin with `.ft-`
 * (ours). `portable` names are also free of all that is special on Windows or macOS, and NFC. A name that was fine comes back
 * unchanged: under `posix` that is nearly every name of a Linux machine, so that trees arrive as they were.
 */
export function safeName(name: string | PeerText, rules: NameRules): string {
	const raw = rawText(name);
	if (isPlain(raw) && (rules === 'posix' || !deviceName.test(raw))) return raw;
	const special = specialCharacters[rules];
	let safe = '';
	for (const character of rules === 'portable' ? raw.normalize('NFC') : raw) {
		safe += special.has(character) || isHarmful(character.codePointAt(0) ?? 0) ? '_' : character;
	}
	safe = withSafeEnd(safe, rules);
	if (isOurName(safe) || (rules === 'portable' && deviceName.test(safe))) safe = `_${safe}`;
	return withSafeEnd(cutBytes(safe, maxComponentBytes), rules);
}

/** Nearly all names: nothing in them that a rule is about. */
function isPlain(name: string): boolean {
	return name.length <= maxComponentBytes && /^[\w-]+(?:\.[\w-]+)*$/.test(name);
}

/** Is it a name that only ft gives, such as `.ft-partial`? */
export function isOurName(name: string): boolean {
	if (!/^[.\u200c\u200d]/.test(name)) return false;
	// Joiners do not count in names on some file systems of macOS.
	return /^\.ft-/i.test(name.replaceAll(/[\u200c\u200d]/g, ''));
}

/** `report.pdf` → `report (1).pdf`: the n-th free name beside it, within 255 bytes, the extension kept. */
export function numberedName(name: string, number: number): string {
	const extension = extensionOf(name);
	const suffix = ` (${number})${extension}`;
	const stem = name.slice(0, name.length - extension.length);
	return cutBytes(stem, maxComponentBytes - encoder.encode(suffix).length) + suffix;
}

/** Windows drops dots and blanks at the end; `.` and `..` are nothing else, and no name anywhere. */
function withSafeEnd(name: string, rules: NameRules): string {
	if (name === '') return '_';
	if (rules === 'posix' && name !== '.' && name !== '..') return name;
	let end = name.length;
	while (end > 0 && (name[end - 1] === '.' || name[end - 1] === ' ')) end--;
	return name.slice(0, end) + '_'.repeat(name.length - end);
}

/** Cuts to at most `maxBytes` of UTF-8 between characters; a name with an extension keeps it. */
function cutBytes(name: string, maxBytes: number): string {
	if (encoder.encode(name).length <= maxBytes) return name;
	const extension = extensionOf(name);
	const room = maxBytes - encoder.encode(extension).length;
	const stem = name.slice(0, name.length - extension.length);
	// encodeInto writes whole characters only and tells where it stopped.
	const {read} = encoder.encodeInto(stem, new Uint8Array(room));
	return stem.slice(0, read) + extension;
}

/** From the last dot on, unless the name begins with it or it is too far from the end. */
function extensionOf(name: string): string {
	const dot = name.lastIndexOf('.');
	return dot > 0 && name.length - dot <= maxExtensionCharacters ? name.slice(dot) : '';
}
