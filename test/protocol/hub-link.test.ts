import fc from 'fast-check';
import {expect, test} from 'vitest';
import {formatHubLink, isHubLink, parseHubLink} from '../../source/protocol/hub-link.ts';

const hubId = '0123456789abcdef'.repeat(4);
const parts = {host: '192.168.1.9', port: 5011, hubId, code: '349p-yh2c-5jsw'};
const link = formatHubLink(parts);

test('a link has address, hub id and code, and is read back from what was written', () => {
	expect(link).toMatch(/^ft:\/\/192\.168\.1\.9:5011\/[a-z2-7]{52}\/349p-yh2c-5jsw$/);
	expect(parseHubLink(link)).toEqual(parts);
});

test('whatever hub it is, all of its id is in the link', () => {
	fc.assert(
		fc.property(fc.uint8Array({minLength: 32, maxLength: 32}), (bytes) => {
			const id = Buffer.from(bytes).toString('hex');
			expect(parseHubLink(formatHubLink({...parts, hubId: id}))?.hubId).toBe(id);
		}),
	);
});

test('nothing in a link means anything to a shell, also with an IPv6 address', () => {
	for (const host of ['192.168.1.9', 'box.lan', '2001:db8::1'])
		expect(formatHubLink({...parts, host})).toMatch(/^[a-z0-9:/.-]+$/);
});

test('an IPv6 address needs no brackets, because the port is always there', () => {
	const v6 = {...parts, host: '2001:db8::1'};
	expect(formatHubLink(v6)).toContain('ft://2001:db8::1:5011/');
	expect(parseHubLink(formatHubLink(v6))).toEqual(v6);
	expect(parseHubLink(formatHubLink(v6).replace('2001:db8::1', '[2001:db8::1]'))).toEqual(v6);
});

test('what chat programs and people do to a link is forgiven: blanks around it, capitals, a slash at its end, no slashes at its beginning', () => {
	expect(parseHubLink(` ${link}\n`)).toEqual(parts);
	expect(parseHubLink(link.replace('ft:', 'FT:'))).toEqual(parts);
	expect(parseHubLink(`${link}/`)).toEqual(parts);
	expect(parseHubLink(link.replace('//', ''))).toEqual(parts);
});

test.each([
	'',
	'ft://',
	'192.168.1.9:5011',
	link.replace(':5011', ''),
	link.replace(':5011', ':0'),
	link.replace(':5011', ':65536'),
	link.replace(/[a-z2-7]{52}/, 'aaaa'),
	// 260 bits: the last character has four bits too many.
	link.replace(/[a-z2-7]{52}/, 'b'.repeat(52)),
	link.replace('/349p-yh2c-5jsw', ''),
	link.replace('192.168.1.9', '[::1'),
	`${link}/more`,
	link.replace('ft:', 'http:'),
])('%j is no link', (text) => {
	expect(parseHubLink(text)).toBeUndefined();
});

test('what begins like a link means to be one, so that a damaged one is not taken for the name of a machine', () => {
	expect(isHubLink('ft://192.168.1.9')).toBe(true);
	expect(isHubLink('ftserver:5011')).toBe(false);
	expect(isHubLink('192.168.1.9')).toBe(false);
});
