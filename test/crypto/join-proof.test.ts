import {randomBytes} from 'node:crypto';
import {describe, expect, it} from 'vitest';
import {createJoinProof, isJoinProofValid, type JoinProofFields} from '../../source/crypto/join-proof.ts';

const fields: JoinProofFields = {
	codeKey: randomBytes(32),
	exporter: randomBytes(32),
	side: 'client',
	clientId: 'ab'.repeat(32),
	hubId: 'cd'.repeat(32),
};

describe('a join proof', () => {
	it('is 32 bytes and valid for its fields', () => {
		const proof = createJoinProof(fields);
		expect(proof).toHaveLength(32);
		expect(isJoinProofValid(proof, {...fields})).toBe(true);
	});

	it.each<Partial<JoinProofFields>>([
		{codeKey: randomBytes(32)},
		{exporter: randomBytes(32)},
		{side: 'hub'},
		{clientId: 'ef'.repeat(32)},
		{hubId: 'ef'.repeat(32)},
		{clientId: fields.hubId, hubId: fields.clientId},
	])('is not valid with %o', (change) => {
		expect(isJoinProofValid(createJoinProof(fields), {...fields, ...change})).toBe(false);
	});

	it('of another length or with a byte changed is not valid', () => {
		const proof = createJoinProof(fields);
		expect(isJoinProofValid(Buffer.alloc(0), fields)).toBe(false);
		expect(isJoinProofValid(proof.subarray(1), fields)).toBe(false);
		proof[31] = (proof[31] ?? 0) ^ 1;
		expect(isJoinProofValid(proof, fields)).toBe(false);
	});
});
