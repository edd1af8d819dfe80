import fc from 'fast-check';
import * as v from 'valibot';
import type {Json} from './json.ts';
import {shapeOf, type Shape} from './schema-shape.ts';

/** Values that a schema takes, from its own form: at every length and bound, and with text that nobody expects. */
export function arbitraryOf(schema: v.GenericSchema, path = ''): fc.Arbitrary<Json> {
	// What a check of the schema says beyond its form.
	return fromShape(shapeOf(schema, path), path).filter((value) => v.is(schema, value));
}

/** Lists are as long as this, and once in a while as long as they may be. */
const usualItems = 4;
const usualLength = 40;

function fromShape(shape: Shape, path: string): fc.Arbitrary<Json> {
	switch (shape.kind) {
		case 'object': {
			const required = [...shape.fields].filter(([, field]) => !field.isOptional).map(([name]) => name);
			return fc.record(
				Object.fromEntries([...shape.fields].map(([name, {schema}]) => [name, arbitraryOf(schema, `${path}.${name}`)])),
				{requiredKeys: required, noNullPrototype: true},
			);
		}
		case 'list': {
			const max = Math.max(shape.min, Math.min(shape.max, usualItems));
			return fc.array(arbitraryOf(shape.item, `${path}.0`), {minLength: shape.min, maxLength: max});
		}
		case 'tuple':
			return fc.tuple(...shape.items.map((item, index) => arbitraryOf(item, `${path}.${index}`)));
		case 'choice':
			return fc.oneof(...shape.options.map((option) => arbitraryOf(option, path)));
		case 'one of':
			return fc.constantFrom(...shape.values);
		case 'number':
			return fc.oneof(
				fc.integer({min: shape.min, max: Math.min(shape.max, 1000)}),
				fc.constantFrom(shape.min, shape.max, Math.min(shape.max, 2 ** 32)),
			);
		case 'text':
			return textOf(shape);
	}
}

function textOf({alphabet, min, max}: Extract<Shape, {kind: 'text'}>): fc.Arbitrary<string> {
	const lengths = {minLength: min, maxLength: Math.max(min, Math.min(max, usualLength))};
	switch (alphabet) {
		case 'any':
			return fc.oneof(
				fc.string({...lengths, unit: 'binary', maxLength: Math.min(max, usualLength) / 4}),
				fc.constantFrom('', '__proto__', '\u001b[2J', '../../x', '\ud800', 'x'.repeat(Math.min(max, 10_000))),
			);
		case 'name':
			return fc.string({...lengths, unit: fc.constantFrom(...'abcXYZ019._-')});
		case 'word':
			return fc.string({...lengths, unit: fc.constantFrom(...'abcxyz019-')});
		case 'hex':
			return fc.string({...lengths, unit: fc.constantFrom(...'0123456789abcdef')});
		case 'base64':
			return fc
				.uint8Array({minLength: min, maxLength: Math.max(min, Math.min(max, 300))})
				.map((bytes) => Buffer.from(bytes).toString('base64'));
	}
}
