import * as v from 'valibot';
import {manifestLineSchema} from '../../source/protocol/manifest.ts';
import {clientSchemas, hubSchemas} from '../../source/protocol/messages.ts';
import {summarySchema} from '../../source/protocol/summary.ts';
import {trailerSchema} from '../../source/protocol/trailer.ts';

/** The parts of a valibot schema that hold others. */
type Node = v.GenericSchema & {
	readonly entries?: Readonly<Record<string, Node>>;
	readonly item?: Node;
	readonly items?: readonly Node[];
	readonly options?: ReadonlyArray<Node | string>;
	readonly wrapped?: Node;
};

/** Every field in which a peer may write what it likes, as `hub welcome.title`: found in the schemas by what they let through. */
export function peerFields(): readonly string[] {
	const fields = [
		...Object.entries(clientSchemas).flatMap(([type, schema]) => fieldsOf(schema as Node, `client ${type}`)),
		...Object.entries(hubSchemas).flatMap(([type, schema]) => fieldsOf(schema as Node, `hub ${type}`)),
		...fieldsOf(summarySchema, 'summary'),
		...fieldsOf(manifestLineSchema, 'manifest'),
		...fieldsOf(trailerSchema, 'trailer'),
		// Sealed, and nothing but text.
		'text',
	];
	return [...new Set(fields)];
}

function fieldsOf(node: Node, path: string): string[] {
	if (node.wrapped) return fieldsOf(node.wrapped, path);
	if (node.entries) return Object.entries(node.entries).flatMap(([name, inner]) => fieldsOf(inner, `${path}.${name}`));
	if (node.item) return fieldsOf(node.item, path);
	if (node.items) return node.items.flatMap((inner, index) => fieldsOf(inner, `${path}.${index}`));
	if (node.type === 'variant')
		return node.options?.flatMap((inner) => (typeof inner === 'string' ? [] : fieldsOf(inner, path))) ?? [];
	return v.safeParse(node, '\u001b[31m').success ? [path] : [];
}
