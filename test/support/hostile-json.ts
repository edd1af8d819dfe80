import fc from 'fast-check';
import type {Json} from './json.ts';

/** JSON text of a value with one or two places in it broken: removed, twice, of another type, huge, negative, deep, or no JSON at all. */
export function hostileJson(values: fc.Arbitrary<Json>): fc.Arbitrary<string> {
	return fc
		.tuple(values, fc.array(fc.tuple(fc.nat(), deed), {minLength: 1, maxLength: 2}))
		.map(([value, deeds]) => deeds.reduce((text, [at, {change}]) => change(text, at), JSON.stringify(value)));
}

type Deed = {readonly change: (text: string, at: number) => string};

const deep = 5000;
/** In place of a value, word for word. */
const instead = [
	...['null', 'true', '0', '-0', '-1', '0.5', '1e308', '1e999', '-1e999', '9007199254740991', '9007199254740992'],
	...[
		'NaN',
		'Infinity',
		'undefined',
		'01',
		'"NaN"',
		'"1"',
		'""',
		'"\\u0000"',
		'"\\ud800"',
		'"__proto__"',
		'"\\u001b[2J"',
	],
	...[
		'[]',
		'{}',
		'[[]]',
		'[null]',
		'{"__proto__":{"x":1}}',
		'{"constructor":{"prototype":{"x":1}}}',
		'{"length":1e9}',
		'{"toString":1}',
	],
	`${'['.repeat(deep)}${']'.repeat(deep)}`,
	`${'{"a":'.repeat(deep)}1${'}'.repeat(deep)}`,
	`"${'x'.repeat(70_000)}"`,
	`[${'0,'.repeat(1001)}0]`,
];
const names = ['__proto__', 'constructor', 'toString', 'type', 'then', 'length', ''];

const deed: fc.Arbitrary<Deed> = fc.oneof(
	{weight: 5, arbitrary: fc.constantFrom(...instead).map((text) => replace(() => text))},
	{weight: 1, arbitrary: fc.json().map((text) => replace(() => text))},
	{weight: 2, arbitrary: fc.constant({change: (text: string, at: number) => onField(text, at, () => '')})},
	{
		weight: 2,
		arbitrary: fc.constant({change: (text: string, at: number) => onField(text, at, (field) => `${field},${field}`)}),
	},
	{
		weight: 2,
		arbitrary: fc.tuple(fc.constantFrom(...names), fc.constantFrom(...instead)).map(([name, value]) => ({
			change: (text: string, at: number) => onField(text, at, (field) => `"${name}":${value},${field}`),
		})),
	},
);

const replace = (make: (old: string) => string): Deed => ({change: (text, at) => onValue(text, at, make)});

/** Any value in JSON text that holds no other: a text, a number, a word. */
const scalar = /"(?:[^"\\]|\\.)*"(?!\s*:)|-?\d[\d.e+]*|true|false|null/g;
const field = /"(?:[^"\\]|\\.)*":(?:"(?:[^"\\]|\\.)*"|-?\d[\d.e+]*|true|false|null|\[\]|\{\})/g;

function onValue(text: string, at: number, make: (old: string) => string): string {
	return onMatch(text, scalar, at, make);
}

function onField(text: string, at: number, make: (old: string) => string): string {
	return onMatch(text, field, at, make).replaceAll(/([{[]),|,(?=[,}\]])/g, '$1');
}

function onMatch(text: string, pattern: RegExp, at: number, make: (old: string) => string): string {
	// What an earlier deed made endless is not searched again.
	if (text.length > 20_000) return text;
	const matches = [...text.matchAll(pattern)];
	const match = matches[at % Math.max(1, matches.length)];
	if (!match) return text;
	return text.slice(0, match.index) + make(match[0]) + text.slice(match.index + match[0].length);
}
