import {readFileSync} from 'node:fs';
import type {Speaker} from '../../source/protocol/messages.ts';

/** An example of PROTOCOL.md: the word behind the fence's `json`, and the value with its placeholders filled in. */
export type Example = {readonly of: string; readonly value: unknown};
/** A message's section: its heading `type · direction`, the fields of its table (`name?` is optional), its examples. */
export type Section = {
	readonly type: string;
	readonly speakers: readonly Speaker[];
	readonly fields: readonly string[];
	readonly examples: readonly Example[];
};

/** Reads PROTOCOL.md, or a page like it: what the tests compare with the schemas. */
export function readProtocolPage(text = readFileSync(new URL('../../PROTOCOL.md', import.meta.url), 'utf8')) {
	const [, ...parts] = text.split(/^### /m);
	const sections = parts.map((part): Section => {
		const [heading = '', ...rest] = part.split('\n');
		const [, type = '', direction = ''] = /^`([a-z-]+)` · (.+)$/.exec(heading) ?? [];
		const speakers = speakersOf[direction];
		if (!speakers) throw new Error(`PROTOCOL.md: no direction in the heading "${heading}"`);
		// A section ends where the next chapter begins.
		const body = rest.join('\n').split(/^## /m)[0] ?? '';
		return {
			type,
			speakers,
			fields: [...body.matchAll(/^\| `([A-Za-z?]+)` \|/gm)].map((match) => match[1] ?? ''),
			examples: examplesOf(body),
		};
	});
	const errors = [...text.matchAll(/^\| `([a-z-]+)` \| (\d+) \| (\d+) \| (yes|no) \|/gm)].map(
		([, code, wire, exit, retry]) => ({code, wire: Number(wire), exit: Number(exit), retry: retry === 'yes'}),
	);
	const [, large = ''] = /^\| after it \|(.*)\|$/m.exec(text) ?? [];
	const largeTypes = [...large.matchAll(/`(\w+)`/g)].map(([, type = '']) => type);
	return {sections, errors, largeTypes, examples: examplesOf(text)};
}

const speakersOf: Record<string, Section['speakers']> = {
	'client to hub': ['client'],
	'hub to client': ['hub'],
	'either side': ['client', 'hub', 'operator', 'desk'],
	'operator to hub': ['operator'],
	'hub to operator': ['desk'],
};

function examplesOf(text: string): Example[] {
	return [...text.matchAll(/^```json (\w+)\n(.*?)^```$/gms)].map(([, of = '', json = '']) => ({
		of,
		value: JSON.parse(fillIn(json)),
	}));
}

function fillIn(json: string): string {
	return json
		.replaceAll(/<(\d+) hex>/g, (_all, digits: string) => '0123456789abcdef'.repeat(16).slice(0, Number(digits)))
		.replaceAll(/<(\d+) bytes>/g, (_all, bytes: string) => Buffer.alloc(Number(bytes), 0xa5).toString('base64'));
}
