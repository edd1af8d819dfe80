import type {TLSSocket} from 'node:tls';
import {expect, onTestFinished, test, vi} from 'vitest';
import type * as joinCode from '../../source/crypto/join-code.ts';
import {deriveCodeKey, generateCode} from '../../source/crypto/join-code.ts';
import {createJoinProof} from '../../source/crypto/join-proof.ts';
import {maxUnadmittedPerAddress, protocolVersion} from '../../source/protocol/limits.ts';
import {exporterOf, toPeer} from '../../source/transport/tls.ts';
import {joinHub, makeNewcomer, refusalOf} from '../support/newcomer.ts';
import {descriptorsOf} from '../support/processes.ts';
import {failureOf} from '../support/program.ts';
import {openScene, type Hub} from '../support/scene.ts';
import {frameOf, openPlain, openTls, strangerIdentity, type Stranger} from '../support/strangers.ts';
import {until} from '../support/until.ts';

// Each of them would derive it on a machine of its own: here it is done once.
vi.mock('../../source/crypto/join-code.ts', async (importOriginal) => {
	const original = await importOriginal<typeof joinCode>();
	const derived = new Map<string, Promise<Buffer>>();
	return {
		...original,
		deriveCodeKey(code: string, hubId: string) {
			const key = derived.get(code + hubId) ?? original.deriveCodeKey(code, hubId);
			derived.set(code + hubId, key);
			return key;
		},
	};
});

/** How somebody holds a connection for nothing: dials, gets as far as that, and stays. */
type Stage = (hub: Hub) => Promise<Stranger>;

const hello = frameOf({type: 'hello', version: protocolVersion, capabilities: [], name: 'mallory'});
const ticketHello = Buffer.concat([Buffer.from('FTD1'), Buffer.alloc(32, 9)]);
const halfClientHello = Buffer.concat([Buffer.of(0x16, 3, 1, 2, 0, 1, 0, 1, 0xfc, 3, 3), Buffer.alloc(40, 7)]);

const beforeTls: readonly Stage[] = [
	saying(Buffer.alloc(0)),
	saying(halfClientHello),
	saying(ticketHello.subarray(0, 2)),
	saying(ticketHello.subarray(0, 20)),
	saying(ticketHello),
];
const afterTls: readonly Stage[] = [
	async ({port}) => openTls(port),
	sayingInTls(async () => hello.subarray(0, 60)),
	// The right code, but nobody ever says who comes.
	sayingInTls(proveCode),
	async ({port}) => spellOut(await openTls(port), hello),
];

function saying(bytes: Buffer): Stage {
	return async ({port}) => {
		const stranger = await openPlain(port);
		stranger.socket.write(bytes);
		return stranger;
	};
}

function sayingInTls(bytes: (hub: Hub, socket: TLSSocket) => Promise<Buffer>): Stage {
	return async (hub) => {
		const stranger = await openTls(hub.port);
		stranger.socket.write(await bytes(hub, stranger.socket));
		return stranger;
	};
}

async function proveCode({code}: Hub, socket: TLSSocket): Promise<Buffer> {
	const hubId = toPeer(socket).id;
	const codeKey = await deriveCodeKey(code, hubId);
	const parts = {codeKey, exporter: exporterOf(socket), clientId: strangerIdentity.id, hubId};
	return frameOf({type: 'join', proof: createJoinProof({...parts, side: 'client'}).toString('base64')});
}

/** Says the bytes one after the other, a few in a second, for as long as anybody listens. */
function spellOut(stranger: Stranger, bytes: Buffer): Stranger {
	let at = 0;
	const timer = setInterval(() => {
		if (stranger.isClosed() || at >= bytes.length) clearInterval(timer);
		else stranger.socket.write(bytes.subarray(at, ++at));
	}, 250);
	stranger.socket.on('close', () => {
		clearInterval(timer);
	});
	return stranger;
}

/** So many of all these stages in turn, some dialling at the same moment. Those turned away before they were so far are left out. */
async function openFlood(hub: Hub, stages: readonly Stage[], count: number): Promise<readonly Stranger[]> {
	const strangers: Stranger[] = [];
	let dialled = 0;
	const dial = async (): Promise<void> => {
		while (dialled < count) {
			const stage = stages[dialled++ % stages.length];
			const stranger = await stage?.(hub).catch(() => undefined);
			if (stranger) strangers.push(stranger);
		}
	};
	await Promise.all(Array.from({length: 16}, dial));
	return strangers;
}

test.each([
	['are silent or stop in the middle of their first words', beforeTls],
	['finish TLS and are silent, or stop or crawl in the middle of joining', afterTls],
])(
	'while 400 connections from the same address %s, a newcomer joins with the code at the first attempt',
	async (_, stages) => {
		const scene = await openScene();
		const hub = await scene.startHub();
		const strangers = await openFlood(hub, stages, 400);
		const guest = {login: scene.otherLogin('guest'), env: {FT_CODE: hub.code}};
		expect(failureOf(await scene.run(['users', '--name', 'guest'], guest))).toBe('');
		const open = (): number => strangers.filter((one) => !one.isClosed()).length;
		await until('the oldest are gone', () => open() <= maxUnadmittedPerAddress || undefined);
		expect(strangers.length).toBeGreaterThan(maxUnadmittedPerAddress);
	},
);

test('who does not get on is closed in time, whatever the stage, and not a descriptor of the hub stays behind', async () => {
	const scene = await openScene();
	const hub = await scene.startHub();
	expect(failureOf(await scene.run(['users', '--name', 'alice']))).toBe('');
	const before = descriptorsOf(hub.program.pid);
	// Node's own TLS server leaves sockets open whose handshake fails or takes too long.
	const failing = saying(Buffer.alloc(600, 0x16));
	const strangers = await openFlood(hub, [...beforeTls, ...afterTls, failing], 60);
	expect(descriptorsOf(hub.program.pid)).toBeGreaterThan(before);
	await until('all are closed', () => strangers.every((one) => one.isClosed()) || undefined, 60_000);
	await until('the hub has as many descriptors as before', () => descriptorsOf(hub.program.pid) <= before || undefined);
});

test('thirty people behind one address join at once, though five of them mistype the code first', async () => {
	const scene = await openScene();
	const {port, code, program} = await scene.startHub();
	const typo = generateCode();
	const people = await Promise.all(Array.from({length: 30}, async (_, index) => makeNewcomer(`person-${index}`)));
	const refusals = await Promise.all(
		people.map(async (person, index) => {
			const refusal = index % 6 === 0 ? await refusalOf(joinHub(person, {port, code: typo})) : undefined;
			const channel = await joinHub(person, {port, code});
			onTestFinished(async () => channel.close());
			return refusal;
		}),
	);
	expect(refusals.filter((code) => code === 'wrong-code')).toHaveLength(5);
	await until('the hub has told of all', () => {
		const online = program.events().filter(({type, state}) => type === 'user' && state === 'online');
		return online.length === people.length || undefined;
	});
});
