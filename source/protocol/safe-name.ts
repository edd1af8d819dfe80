import {maxComponentBytes} from './limits.ts';

const encoder = new TextEncoder();
/** Names that Windows gives to devices, whatever follows the first dot. */
const deviceName = /^(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)/i;

/**
 * The one door between a name that a peer chose and a path component on our disk. The result is never empty, `.` or `..`,
 * holds no separator, no control or bidi character, nothing that is special on Windows or macOS, is at most 255 bytes of
 * NFC UTF-8, and does not begin with `.ft-` (ours). A name that was fine comes back unchanged.
 */
export function safeName(name: string): string {
	let safe = name
		.normalize('NFC')
		.replaceAll(/[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g, '_')
		.replaceAll(/[/\\:*?"<>|]/g, '_')
		.replaceAll(/\p{Surrogate}/gu, '_')
		.replace(/[. ]+$/, (dots) => '_'.repeat(dots.length));
	if (safe === '') safe = '_';
	if (deviceName.test(safe)) safe = `_${safe}`;
	if (/^\.ft-/i.test(safe)) safe = `_${safe}`;
	return cutBytes(safe, maxComponentBytes);
}

/** `report.pdf` → `report (1).pdf`: the n-th free name beside it, within 255 bytes, the extension kept. */
export function numberedName(name: string, number: number): string {
	const dot = name.lastIndexOf('.');
	const stem = dot > 0 && name.length - dot <= 20 ? name.slice(0, dot) : name;
	const suffix = ` (${number})${name.slice(stem.length)}`;
	return cutBytes(stem, maxComponentBytes - encoder.encode(suffix).length) + suffix;
}

/** Cuts to at most `maxBytes` of UTF-8 between characters; a name with an extension keeps it. */
function cutBytes(name: string, maxBytes: number): string {
	if (encoder.encode(name).length <= maxBytes) return name;
	const dot = name.lastIndexOf('.');
	const extension = dot > 0 && name.length - dot <= 20 ? name.slice(dot) : '';
	const room = maxBytes - encoder.encode(extension).length;
	let stem = '';
	let bytes = 0;
	for (const character of name.slice(0, name.length - extension.length)) {
		bytes += encoder.encode(character).length;
		if (bytes > room) break;
		stem += character;
	}
	return stem + extension;
}
