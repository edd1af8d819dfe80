import {describe, expect, it} from 'vitest';
import * as v from 'valibot';
import {createIdentity} from '../../source/crypto/identity.ts';
import {createStatement, openStatement} from '../../source/crypto/statement.ts';
import {statementField} from '../../source/protocol/fields.ts';
import {codeOf} from './code-of.ts';

const identity = createIdentity();
const statement = createStatement(identity, 1_700_000_000_000);

describe('a statement', () => {
	it('fits the wire and tells whose key it is', () => {
		expect(v.parse(statementField, statement)).toEqual(statement);
		const {id, spki, agreementKey} = openStatement(statement);
		expect(id).toBe(identity.id);
		expect(spki).toEqual(identity.spki);
		expect(agreementKey).toEqual(identity.agreementKey);
	});

	it('is refused with any field changed', () => {
		const other = createStatement(createIdentity(), 1_700_000_000_000);
		for (const changed of [
			{identity: other.identity},
			{key: other.key},
			{time: statement.time + 1},
			{signature: other.signature},
			{signature: ''},
			{identity: 'AAAA'},
			{key: statement.key.slice(4)},
		]) {
			expect(codeOf(() => openStatement({...statement, ...changed}))).toBe('tampered');
		}
	});

	it('about a key of the wrong length is refused though it is signed', () => {
		const short = createStatement({...identity, agreementKey: identity.agreementKey.subarray(1)}, 0);
		expect(codeOf(() => openStatement(short))).toBe('tampered');
		const long = createStatement({...identity, spki: Buffer.concat([identity.spki, Buffer.of(0)])}, 0);
		expect(codeOf(() => openStatement(long))).toBe('tampered');
	});
});
