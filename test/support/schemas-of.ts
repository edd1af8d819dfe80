import fc from 'fast-check';
import type {GenericSchema} from 'valibot';
import {clientSchemas, hubSchemas, type Speaker} from '../../source/protocol/messages.ts';
import {deskSchemas, operatorSchemas} from '../../source/protocol/operator-messages.ts';
import type {Json} from './json.ts';
import {arbitraryOf} from './schema-arbitrary.ts';

const schemasOf: Record<Speaker, Readonly<Record<string, GenericSchema>>> = {
	client: clientSchemas,
	hub: hubSchemas,
	operator: operatorSchemas,
	desk: deskSchemas,
};

/** Everybody who says messages. */
export const speakers = Object.keys(schemasOf) as Speaker[];

/** Any message that this side may say. */
export function messagesOf(speaker: Speaker): fc.Arbitrary<Json> {
	return fc.oneof(...Object.entries(schemasOf[speaker]).map(([type, schema]) => arbitraryOf(schema, type)));
}
