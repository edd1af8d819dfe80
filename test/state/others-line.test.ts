import {expect, test} from 'vitest';
import {unicodeGlyphs} from '../../source/state/glyphs.ts';
import {plainText} from '../../source/state/line.ts';
import {joinHereText, joinText, othersLine, placesOf, serverText} from '../../source/state/others-line.ts';
import {hubSnapshot} from '../support/snapshots.ts';

const line = (changes: Parameters<typeof hubSnapshot>[0], columns = 80): string =>
	plainText(othersLine(hubSnapshot(changes), columns, {glyphs: unicodeGlyphs})).trimEnd();

test('the port is told where it is not the usual one', () => {
	expect([serverText(['box'], 5011), serverText(['box'], 7), serverText(['fe80::1'], 7), serverText([], 5011)]).toEqual(
		['box', 'box:7', '[fe80::1]:7', 'localhost'],
	);
	expect([joinText(['box'], 7), joinHereText(5011), joinHereText(7)]).toEqual([
		'ft client --server box:7',
		'npx ft client --name alice',
		'npx ft client --server localhost:7',
	]);
});

test('all addresses are told with the port, and a machine without any by the name that it has', () => {
	expect(placesOf(['192.168.1.9', 'fe80::1'], 7)).toBe('192.168.1.9 fe80::1 port 7');
	expect(placesOf([], 5011)).toBe('localhost port 5011');
});

test('others are told what to type and the code; an open hub asks for none', () => {
	expect(line({})).toBe(' Others: ft client --server 192.168.1.9  code 349p-yh2c-5jsw');
	expect(line({port: 5099})).toBe(' Others: ft client --server 192.168.1.9:5099  code 349p-yh2c-5jsw');
	expect(line({code: undefined})).toBe(' Others: ft client --server 192.168.1.9');
});

test('whatever is given up where it is narrow, the code stays whole', () => {
	const far = {addresses: ['192.168.100.200'], port: 15_099};
	expect(line(far, 68)).toBe(' ft client --server 192.168.100.200:15099  code 349p-yh2c-5jsw');
	expect(line(far, 60)).toBe(' ft client -s 192.168.100.200:15099  code 349p-yh2c-5jsw');
	const farther = {addresses: ['fe80::dead:beef:cafe:1:2:3:4']};
	expect(line({...farther, port: 7}, 60)).toBe('  code 349p-yh2c-5jsw  [fe80::dead:beef:cafe:1:2:3:4]:7');
});
