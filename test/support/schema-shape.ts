import * as v from 'valibot';
import type {Json} from './json.ts';

/*
 * What a valibot schema demands, read from the schema itself: suites that walk over it cover a new message or field on the day it
 * is written. Only the forms that messages are made of are known; another one fails with its path.
 */

/** The form of a value. A leaf is known by what it takes. */
export type Shape =
	| {
			readonly kind: 'object';
			readonly fields: ReadonlyMap<string, {readonly schema: v.GenericSchema; readonly isOptional: boolean}>;
	  }
	| {readonly kind: 'list'; readonly item: v.GenericSchema; readonly min: number; readonly max: number}
	| {readonly kind: 'tuple'; readonly items: readonly v.GenericSchema[]}
	| {readonly kind: 'choice'; readonly options: readonly v.GenericSchema[]}
	| {readonly kind: 'one of'; readonly values: readonly Json[]}
	| {readonly kind: 'number'; readonly min: number; readonly max: number}
	| {readonly kind: 'text'; readonly alphabet: Alphabet; readonly min: number; readonly max: number};

/** What a text is made of. `min` and `max` count digits, bytes or characters. */
export type Alphabet = 'hex' | 'base64' | 'name' | 'word' | 'any';

type Node = v.GenericSchema & {
	readonly type: string;
	readonly entries?: Readonly<Record<string, v.GenericSchema>>;
	readonly item?: v.GenericSchema;
	readonly items?: readonly v.GenericSchema[];
	readonly wrapped?: v.GenericSchema;
	readonly options?: readonly unknown[];
	readonly literal?: Json;
	readonly pipe?: ReadonlyArray<{readonly type: string; readonly requirement?: unknown}>;
};

const shapes = new WeakMap<v.GenericSchema, Shape>();

/** Reads one level of a schema, once: what a text takes is found by trying. `path` is for the error. */
export function shapeOf(schema: v.GenericSchema, path: string): Shape {
	const shape = shapes.get(schema) ?? readShape(schema, path);
	shapes.set(schema, shape);
	return shape;
}

function readShape(schema: v.GenericSchema, path: string): Shape {
	const node = schema as Node;
	switch (node.type) {
		case 'object':
		case 'strict_object':
		case 'loose_object':
			return {
				kind: 'object',
				fields: new Map(
					Object.entries(node.entries ?? {}).map(([name, entry]) => {
						const {type, wrapped} = entry as Node;
						const isOptional = type === 'optional';
						return [name, {schema: isOptional && wrapped ? wrapped : entry, isOptional}];
					}),
				),
			};
		case 'array':
			return {kind: 'list', item: known(node.item, path), ...lengthsOf(node)};
		case 'tuple':
		case 'strict_tuple':
			return {kind: 'tuple', items: node.items ?? []};
		case 'nullable':
			return {kind: 'choice', options: [known(node.wrapped, path), v.null()]};
		case 'variant':
		case 'union':
			return {kind: 'choice', options: (node.options ?? []) as v.GenericSchema[]};
		case 'literal':
			return {kind: 'one of', values: [known(node.literal, path)]};
		case 'null':
			return {kind: 'one of', values: [null]};
		case 'picklist':
			return {kind: 'one of', values: (node.options ?? []) as Json[]};
		case 'boolean':
			return {kind: 'one of', values: [false, true]};
		default:
			return leafOf(schema, path);
	}
}

function known<Value>(value: Value | undefined, path: string): Value {
	if (value === undefined) throw new Error(`${path}: a form that test/support/schema-shape.ts does not know`);
	return value;
}

function lengthsOf(node: Node): {min: number; max: number} {
	const find = (type: string): number | undefined =>
		node.pipe?.find((action) => action.type === type)?.requirement as number | undefined;
	return {min: find('min_length') ?? 0, max: find('max_length') ?? Infinity};
}

/** Texts that only one alphabet has, from the widest. */
const samples: ReadonlyArray<readonly [Alphabet, (length: number) => string]> = [
	['any', (length) => '\u{1}'.repeat(length)],
	['name', (length) => 'Al-1._'.repeat(length).slice(0, length)],
	['word', (length) => 'a-1'.repeat(length).slice(0, length)],
	['base64', (length) => Buffer.alloc(length, 0xfb).toString('base64')],
	['hex', (length) => 'a0'.repeat(length).slice(0, length)],
];
/** No text of a message has to be longer than this. */
const maxLeast = 128;
/** Above the longest text of a message, in whatever it is counted. */
const maxLength = 512 * 1024;

function leafOf(schema: v.GenericSchema, path: string): Shape {
	const numbers = [-(2 ** 53), -1, 0, 1, 1000, 8.64e15, Number.MAX_SAFE_INTEGER].filter((number) =>
		v.is(schema, number),
	);
	const [least, most] = [numbers[0], numbers.at(-1)];
	if (least !== undefined && most !== undefined) return {kind: 'number', min: least, max: most};
	for (const [alphabet, sample] of samples) {
		const takes = (length: number): boolean => v.is(schema, sample(length));
		let min = 0;
		while (min <= maxLeast && !takes(min)) min++;
		if (min > maxLeast) continue;
		let [max, beyond] = [min, maxLength];
		while (beyond - max > 1) {
			const middle = Math.floor((max + beyond) / 2);
			if (takes(middle)) max = middle;
			else beyond = middle;
		}
		return {kind: 'text', alphabet, min, max};
	}
	throw new Error(`${path}: what this field takes, test/support/schema-shape.ts does not know`);
}
