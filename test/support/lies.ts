import fc from 'fast-check';
import type * as v from 'valibot';
import type {Heard} from './frame-tap.ts';
import type {Json} from './json.ts';
import {arbitraryOf} from './schema-arbitrary.ts';
import {shapeOf, type Shape} from './schema-shape.ts';

/** Ids and names that are somebody's, for lies that are more than noise: the first are those of the story, the others of strangers. */
export type Known = {
	readonly identities: readonly string[];
	readonly transfers: readonly string[];
	readonly names: readonly string[];
};

/** One way to say one field of a message otherwise. */
export type Lie = {
	/** `roster.users.*.id: another's`. */
	readonly name: string;
	tell(message: Heard, known: Known): Json;
};

/** Every lie about every field of a message, read from its schema. */
export function liesAbout(type: string, schema: v.GenericSchema): Lie[] {
	return liesIn(schema, type, []);
}

const forged = new WeakMap<v.GenericSchema, Heard>();

/** A message that nobody said, about people and transfers that exist; the same every time. */
export function forge(type: string, schema: v.GenericSchema, known: Known): Heard {
	const sample = forged.get(schema) ?? (fc.sample(arbitraryOf(schema, type), {numRuns: 1, seed: 1})[0] as Heard);
	forged.set(schema, sample);
	let message = sample;
	for (const {path, shape} of leavesOf(schema, type, [])) {
		const [owned] = othersOf(shape, known, undefined);
		if (owned !== undefined) message = change(message, path, () => owned) as Heard;
	}
	return message;
}

type Path = readonly string[];
type Change = readonly [what: string, make: (old: Json | undefined, known: Known) => Json | undefined];

function liesIn(schema: v.GenericSchema, type: string, path: Path, isOptional = false): Lie[] {
	const shape = shapeOf(schema, [type, ...path].join('.'));
	const own = [...changesOf(shape), ...absences(isOptional)].map(([what, make]): Lie => ({
		name: `${[type, ...path].join('.')}: ${what}`,
		tell: (message, known) => change(message, path, (old) => make(old, known)),
	}));
	const inner = childrenOf(shape).flatMap(([name, child, mayBeAbsent]) =>
		name === 'type' ? [] : liesIn(child, type, [...path, name], mayBeAbsent),
	);
	return path.length === 0 ? inner : [...own, ...inner];
}

/** What stands in a value, by the name of its place; `*` is every item of a list. A choice has the places of all its options. */
function childrenOf(
	shape: Shape,
): ReadonlyArray<readonly [name: string, schema: v.GenericSchema, isOptional?: boolean]> {
	if (shape.kind === 'object')
		return [...shape.fields].map(([name, {schema, isOptional}]) => [name, schema, isOptional]);
	if (shape.kind === 'list') return [['*', shape.item]];
	if (shape.kind === 'tuple') return shape.items.map((item, index) => [`${index}`, item]);
	if (shape.kind === 'choice') return shape.options.flatMap((option) => childrenOf(shapeOf(option, '')));
	return [];
}

function leavesOf(schema: v.GenericSchema, type: string, path: Path): Array<{path: Path; shape: Shape}> {
	const shape = shapeOf(schema, [type, ...path].join('.'));
	const children = childrenOf(shape);
	return children.length === 0
		? [{path, shape}]
		: children.flatMap(([name, child]) => leavesOf(child, type, [...path, name]));
}

/** Of another type, and not there at all where that is allowed. */
function absences(isOptional: boolean): Change[] {
	return [['null', () => null], ...(isOptional ? [['absent', () => undefined] satisfies Change] : [])];
}

/** So many of a long list of words are enough: the first, the last, and some between. */
const maxWords = 12;

/** Other values that the schema takes. */
function changesOf(shape: Shape): Change[] {
	switch (shape.kind) {
		case 'number':
			return [
				['one more', (old) => Math.min(shape.max, Number(old ?? 0) + 1)],
				['one less', (old) => Math.max(shape.min, Number(old ?? 1) - 1)],
				['the least', () => shape.min],
				['the most', () => shape.max],
			];
		case 'one of':
			return shape.values
				.filter((_, index) => index % Math.ceil(shape.values.length / maxWords) === 0)
				.map((value): Change => [JSON.stringify(value), () => value]);
		case 'text':
			return textChanges(shape);
		case 'list':
			return [
				['empty', () => []],
				['twice', (old) => (Array.isArray(old) ? [...(old as Json[]), ...(old as Json[])] : [])],
			];
		case 'object':
		case 'tuple':
		case 'choice':
			return [];
	}
}

function textChanges(shape: Extract<Shape, {kind: 'text'}>): Change[] {
	const {alphabet, min, max} = shape;
	const isOwned = othersOf(shape, {identities: ['x'], transfers: ['x'], names: ['x']}, undefined).length > 0;
	if (isOwned) {
		return [
			["another's", (old, known) => othersOf(shape, known, old)[0]],
			["a stranger's", (old, known) => othersOf(shape, known, old).at(-1)],
			["nobody's", () => (alphabet === 'name' ? 'nobody' : '9'.repeat(min))],
		];
	}
	if (alphabet === 'base64') {
		const edit = (old: Json | undefined, make: (bytes: Buffer) => void): string => {
			const bytes = typeof old === 'string' ? Buffer.from(old, 'base64') : Buffer.alloc(min);
			make(bytes);
			return bytes.toString('base64');
		};
		return [
			[
				'a bit flipped at the start',
				(old) => edit(old, (bytes) => bytes.length > 0 && (bytes[0] = (bytes[0] ?? 0) ^ 1)),
			],
			[
				'a bit flipped at the end',
				(old) => edit(old, (bytes) => bytes.length > 0 && (bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1)),
			],
			['zeros', (old) => edit(old, (bytes) => bytes.fill(0))],
		];
	}
	return [
		['another', (old) => (old === 'x' ? 'y' : 'x')],
		['a command for the terminal', () => '\u001b]52;c;eA==\u0007\u001b[2J'.slice(0, max)],
		['as long as it may be', () => 'x'.repeat(max)],
	];
}

/** Known values of this kind but the present one: identities and transfers are told by their length, names by their alphabet. */
function othersOf(shape: Shape, known: Known, present: Json | undefined): readonly string[] {
	if (shape.kind !== 'text') return [];
	const {alphabet, min} = shape;
	const values =
		alphabet === 'name'
			? known.names
			: alphabet !== 'hex'
				? []
				: min === 64
					? known.identities
					: min === 32
						? known.transfers
						: [];
	return values.filter((value) => value !== present);
}

/** A copy in which what stands at the path is otherwise; an absent place is made in an object, not in a list. */
function change(value: Json, path: Path, make: (old: Json | undefined) => Json | undefined): Json {
	const [name, ...rest] = path;
	if (name === undefined) return make(value) ?? null;
	if (Array.isArray(value)) {
		const items = value as readonly Json[];
		return items.map((item, index) => (name === '*' || name === `${index}` ? change(item, rest, make) : item));
	}
	if (typeof value !== 'object' || value === null) return value;
	const fields = value as Readonly<Record<string, Json>>;
	const {[name]: old, ...others} = fields;
	const next = rest.length === 0 ? make(old) : old === undefined ? undefined : change(old, rest, make);
	return next === undefined ? others : {...fields, [name]: next};
}
