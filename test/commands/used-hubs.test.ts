import {expect, test} from 'vitest';
import {usedHubs, withHub} from '../../source/commands/used-hubs.ts';
import type {Config} from '../../source/files/config-file.ts';

const id = (digit: string): string => digit.repeat(64);
const seen = (config: Config, digit: string, address: string, nowMs: number): Config =>
	withHub(config, {id: id(digit), title: `hub ${digit}`, address, nowMs});

test('the hubs used before stand with the last used first, at the address it was reached at last', () => {
	let config: Config = {hubs: []};
	config = seen(config, 'a', 'box:5011', 1);
	config = seen(config, 'b', 'other:5011', 2);
	config = seen(config, 'a', '192.168.1.9:5011', 3);
	expect(usedHubs(config)).toEqual([
		{title: 'hub a', address: '192.168.1.9:5011'},
		{title: 'hub b', address: 'other:5011'},
	]);
	expect(config.hubs[0]).toMatchObject({firstSeenMs: 1, lastSeenMs: 3, addresses: ['192.168.1.9:5011', 'box:5011']});
});

test('no more than twenty are kept', () => {
	let config: Config = {name: 'alice', hubs: []};
	for (let index = 0; index < 30; index++)
		config = withHub(config, {id: index.toString(16).padStart(64, '0'), title: '', address: `h${index}`, nowMs: index});
	expect(config.hubs).toHaveLength(20);
	expect([config.name, usedHubs(config)[0]?.address]).toEqual(['alice', 'h29']);
});

test('a title is a peer’s word: it commands no terminal', () => {
	const config = withHub({hubs: []}, {id: id('c'), title: '\u001b]0;x\u0007y', address: 'z', nowMs: 1});
	expect(JSON.stringify(usedHubs(config))).not.toContain('\\u001b');
});
