import {describe, expect, it} from 'vitest';
import {toConnectionKind} from '../../source/transport/connection-kind.ts';

const ticket = Buffer.alloc(32, 9);
const hello = Buffer.concat([Buffer.from('FTD1'), ticket]);

describe('kind of a connection', () => {
	it('knows TLS by its first byte', () => {
		expect(toConnectionKind(Uint8Array.of(0x16))).toEqual({kind: 'control'});
	});

	it('knows a data connection once its ticket is whole, however it was split', () => {
		for (let bytes = 0; bytes < hello.length; bytes++) {
			expect(toConnectionKind(hello.subarray(0, bytes))).toEqual({kind: 'undecided'});
		}
		expect(toConnectionKind(hello)).toEqual({kind: 'data', ticket: ticket.toString('base64')});
	});

	it('takes one byte more than the ticket for no data connection', () => {
		expect(toConnectionKind(Buffer.concat([hello, Buffer.of(0)]))).toEqual({kind: 'unknown'});
	});

	it.each(['GET / HTTP/1.1', 'POST /', 'HEAD /', 'PUT /x', 'DELETE /', 'OPTIONS *', 'PRI * HTTP/2.0'])(
		'knows HTTP by %s',
		(request) => {
			expect(toConnectionKind(Buffer.from(request))).toEqual({kind: 'http'});
		},
	);

	it.each(['FTD2', 'SSH-2.0', 'get /', 'GETX', '\u0000', 'F!'])('knows nothing of %j', (text) => {
		expect(toConnectionKind(Buffer.from(text))).toEqual({kind: 'unknown'});
	});
});
