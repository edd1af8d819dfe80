import {describe, expect, test} from 'vitest';
import {errorTable} from '../../source/protocol/errors.ts';
import {maxLargeFrameBytes} from '../../source/protocol/limits.ts';
import {createManifestParser} from '../../source/protocol/manifest.ts';
import {maxBytesOfType} from '../../source/protocol/message-sizes.ts';
import {clientSchemas, hubSchemas, parseMessage, type Speaker} from '../../source/protocol/messages.ts';
import {deskSchemas, operatorSchemas} from '../../source/protocol/operator-messages.ts';
import {parseSummary} from '../../source/protocol/summary.ts';
import {parseSeveralTrailer} from '../../source/protocol/several-trailer.ts';
import {parseTrailer} from '../../source/protocol/trailer.ts';
import {readProtocolPage} from './protocol-page.ts';

const page = readProtocolPage();
const schemas: Record<Speaker, Record<string, unknown>> = {
	client: clientSchemas,
	hub: hubSchemas,
	operator: operatorSchemas,
	desk: deskSchemas,
};

/** The fields of a schema as the page writes them: `name?` when it may be absent. */
function fieldsOf(schema: unknown): string[] {
	const {entries, options} = schema as {entries?: Record<string, {type: string}>; options?: unknown[]};
	if (entries)
		return Object.entries(entries).flatMap(([name, field]) =>
			name === 'type' ? [] : [field.type === 'optional' ? `${name}?` : name],
		);
	const variants = (options ?? []).map(fieldsOf);
	const names = new Set(variants.flat().map((name) => name.replace('?', '')));
	return [...names].map((name) => (variants.every((fields) => fields.includes(name)) ? name : `${name}?`));
}

describe.each(['client', 'hub', 'operator', 'desk'] as const)('what a %s says', (speaker) => {
	const sections = page.sections.filter(({speakers}) => speakers.includes(speaker));

	test('is on the page, each message once, and nothing else is', () => {
		expect(sections.map(({type}) => type).sort()).toEqual(Object.keys(schemas[speaker]).sort());
	});

	test.each(sections)('$type has the fields of its schema', ({type, fields}) => {
		expect([...fields].sort()).toEqual(fieldsOf(schemas[speaker][type]).sort());
	});

	test.each(sections)(
		'$type has an example, and every example is a valid message without a field too many',
		({type, speakers, examples}) => {
			expect(examples.length).toBeGreaterThan(0);
			for (const {of, value} of examples) {
				expect(of).toBe(speakers.length > 1 ? 'both' : speaker);
				expect(value).toMatchObject({type});
				expect(parseMessage(speaker, value)).toEqual(value);
			}
		},
	);
});

test('the examples of the body are valid', () => {
	const examples = (of: string): unknown[] =>
		page.examples.filter((example) => example.of === of).map(({value}) => value);
	expect(examples('summary')).not.toEqual([]);
	expect(examples('manifest')).not.toEqual([]);
	expect(examples('trailer')).not.toEqual([]);
	for (const value of examples('summary')) expect(parseSummary(Buffer.from(JSON.stringify(value)))).toEqual(value);
	const trailers = examples('trailer').map((value) => Buffer.from(JSON.stringify(value)));
	for (const trailer of trailers) parseTrailer(trailer);
	expect(trailers.filter((trailer) => isSeveral(trailer, 1))).toHaveLength(1);
	const parser = createManifestParser();
	for (const value of examples('manifest')) parser.push(Buffer.from(`${JSON.stringify(value)}\n`));
	expect(parser.entries).toBe(examples('manifest').length);
});

function isSeveral(trailer: Uint8Array, hashes: number): boolean {
	try {
		return parseSeveralTrailer(trailer, hashes).signature !== '';
	} catch {
		return false;
	}
}

test('every fenced block of JSON says what it is an example of, and is run', () => {
	const known = new Set(['client', 'hub', 'operator', 'desk', 'both', 'summary', 'manifest', 'trailer']);
	expect(page.examples.filter(({of}) => !known.has(of))).toEqual([]);
	const inSections = page.sections.flatMap(({examples}) => examples).length;
	expect(inSections).toBe(
		page.examples.filter(({of}) => ['client', 'hub', 'operator', 'desk', 'both'].includes(of)).length,
	);
});

test('the messages whose frames may be large are named, and no others', () => {
	const types = [...new Set([...Object.keys(clientSchemas), ...Object.keys(hubSchemas)])];
	const large = types.filter((type) => maxBytesOfType(type, true) === maxLargeFrameBytes);
	expect(page.largeTypes.toSorted()).toEqual(large.toSorted());
});

test('the table of errors is the table of errors', () => {
	expect(page.errors).toEqual(Object.entries(errorTable).map(([code, row]) => ({code, ...row})));
});

describe('the reader of the page', () => {
	test('sees a section with its table and its examples', () => {
		const {sections} = readProtocolPage(
			'# p\n### `a-b` · hub to client\n| `x` | y |\n| `z?` | y |\n```json hub\n{"k": "<4 hex> <3 bytes>"}\n```\n## next\n| `no` | n |\n',
		);
		expect(sections).toEqual([
			{type: 'a-b', speakers: ['hub'], fields: ['x', 'z?'], examples: [{of: 'hub', value: {k: '0123 paWl'}}]},
		]);
	});

	test('stumbles over a heading without a direction and over broken JSON', () => {
		expect(() => readProtocolPage('### `a`\n')).toThrow('no direction');
		expect(() => readProtocolPage('### `a` · hub to client\n```json hub\n{\n```\n')).toThrow(SyntaxError);
	});
});
