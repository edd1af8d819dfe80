import {expect, test} from 'vitest';
import {parseKeyFile} from '../../source/protocol/key-file.ts';
import {maxScryptBytes, maxScryptParallel} from '../../source/protocol/limits.ts';

const file = {
	type: 'ft-key',
	version: 1,
	name: 'alice',
	id: 'a'.repeat(64),
	kdf: 'scrypt',
	N: 2 ** 17,
	r: 8,
	p: 1,
	salt: Buffer.alloc(16).toString('base64'),
	cipher: 'aes-256-gcm',
	iv: Buffer.alloc(12).toString('base64'),
	sealed: Buffer.alloc(100).toString('base64'),
};
const parse = (changes: Record<string, unknown>): unknown => parseKeyFile(JSON.stringify({...file, ...changes}));

test('is taken as it was written', () => {
	expect(parse({})).toEqual(file);
});

test('may ask for so much memory and work, and no more', () => {
	expect(128 * 2 ** 18 * 8).toBe(maxScryptBytes);
	expect(parse({N: 2 ** 18, p: maxScryptParallel})).toMatchObject({N: 2 ** 18, p: 4});
	for (const changes of [{N: 2 ** 19}, {r: 9, N: 2 ** 18}, {r: 33, N: 2}, {p: maxScryptParallel + 1}])
		expect(() => parse(changes)).toThrow('no key file');
});

test.each([
	['type', 'other'],
	['version', 0],
	['name', '../alice'],
	['id', 'a'],
	['kdf', 'none'],
	['N', 3],
	['N', 1],
	['N', 2.5],
	['N', 1e300],
	['r', 0],
	['p', -1],
	['salt', ''],
	['cipher', 'none'],
	['iv', 'AAAA'],
	['sealed', Buffer.alloc(16).toString('base64')],
	['sealed', Buffer.alloc(4097).toString('base64')],
])('is refused with %s %j', (field, value) => {
	expect(() => parse({[field]: value})).toThrow('no key file');
});

test.each(['', 'hello', '[]', 'null', '{}', '{"type":"ft-key"}'])('%j is none', (text) => {
	expect(() => parseKeyFile(text)).toThrow('no key file');
});

test('of a later version is said to be one', () => {
	expect(() => parse({version: 2})).toThrow('has version 2, this ft knows 1');
});
