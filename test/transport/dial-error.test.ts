import {describe, expect, it} from 'vitest';
import {toDialError, toDialTimeout, toHandshakeError, toHubText} from '../../source/transport/dial-error.ts';

const box = toHubText('box', '192.168.1.9', 5011);
const failure = (code: string): Error => Object.assign(new Error(`connect ${code}`), {code});

describe('words of a failed dial', () => {
	it('names host, address and port, the address only where it tells something', () => {
		expect(box).toBe('box (192.168.1.9) port 5011');
		expect(toHubText('192.168.1.9', '192.168.1.9', 5011)).toBe('192.168.1.9 port 5011');
		expect(toHubText('box', undefined, 5011)).toBe('box port 5011');
	});

	it.each([
		[
			'ECONNREFUSED',
			'cannot reach box (192.168.1.9) port 5011: connection refused. Is the hub running there? Start it with: ft server',
		],
		['ENOTFOUND', 'no machine is known by the name box'],
		['EAI_AGAIN', 'could not be looked up'],
		['EHOSTUNREACH', 'there is no way to that machine'],
		['ETIMEDOUT', 'a firewall?'],
		['ECONNRESET', 'closed the connection at once'],
		['EMFILE', 'connect EMFILE'],
	])('explains %s', (code, words) => {
		const error = toDialError(failure(code), 'box', box);
		expect(error.message).toContain(words);
		expect(error.message).toContain(box);
		expect(error.code).toBe('unreachable');
	});

	it('explains the last of several attempts', () => {
		const error = toDialError(new AggregateError([failure('EHOSTUNREACH'), failure('ECONNREFUSED')]), 'box', box);
		expect(error.message).toContain('connection refused');
	});

	it('tells a lost handshake from one with a stranger', () => {
		expect(toHandshakeError(failure('ECONNRESET'), 'box', box).message).toContain('closed the connection');
		expect(toHandshakeError(failure('ERR_SSL'), 'box', box).message).toContain('is no ft hub');
	});

	it('says how long it waited', () => {
		expect(toDialTimeout(box).message).toBe('no answer from box (192.168.1.9) port 5011 in 10 s: a firewall?');
	});
});
