import {systemClock} from '../../source/base/clock.ts';
import {createCertificate} from '../../source/crypto/certificate.ts';
import {createIdentity} from '../../source/crypto/identity.ts';
import {randomId} from '../../source/crypto/random.ts';
import {createStatement} from '../../source/crypto/statement.ts';
import {protocolVersion} from '../../source/protocol/limits.ts';
import type {HubMessage, HubUser} from '../../source/protocol/messages.ts';
import {createDialler} from '../../source/transport/dial.ts';
import type {CrowdReport, CrowdTask} from './crowd.ts';

/*
 * A process of its own (started by crowd.ts) that is many clients at once, each with its own key and TLS connection, on an
 * open hub. Of all that it hears a client keeps one byte for each of the others: is it online?
 */

type Member = {readonly name: string; join(): Promise<void>};

const anySignal = new AbortController().signal;
const report: CrowdReport = {joined: 0, refused: 0, closed: 0, leastOnline: 0, problem: ''};
/** Of each member: who is online, by number. */
const seen: Uint8Array[] = [];

async function makeMember({port, total}: CrowdTask, number: number): Promise<Member> {
	const identity = createIdentity();
	const certificate = await createCertificate(identity);
	const dialler = createDialler({host: '127.0.0.1', port, certificate, clock: systemClock});
	const name = `crowd-${number}`;
	return {
		name,
		async join() {
			const online = new Uint8Array(total);
			const channel = await dialler.control(anySignal);
			const welcomed = Promise.withResolvers<void>();
			channel.subscribe((event) => {
				if (event.type === 'message') {
					note(online, event.message);
					if (event.message.type === 'roster' && !event.message.more) welcomed.resolve();
					return;
				}
				const error = event.error ?? new Error('it was closed');
				if (seen.includes(online)) {
					report.closed++;
					report.problem ||= `${name}: ${error.message}`;
				} else welcomed.reject(error);
			});
			channel.send({
				type: 'hello',
				version: protocolVersion,
				capabilities: [],
				session: randomId(),
				takesOffers: true,
				name,
				statement: createStatement(identity, systemClock.nowMs()),
			});
			await welcomed.promise;
			seen.push(online);
			report.joined++;
		},
	};
}

function note(online: Uint8Array, message: HubMessage): void {
	if (message.type === 'roster') for (const user of message.users) mark(online, user);
	else if (message.type === 'presence') mark(online, message.user);
}

function mark(online: Uint8Array, user: HubUser): void {
	const number = Number(/^crowd-(\d+)$/.exec(user.name)?.[1] ?? -1);
	if (number >= 0 && number < online.length) online[number] = user.online ? 1 : 0;
}

/** Lets all join, so many at a time. */
async function joinAll(members: readonly Member[], atOnce: number): Promise<void> {
	let next = 0;
	const worker = async (): Promise<void> => {
		for (let member = members[next++]; member; member = members[next++]) {
			try {
				await member.join();
			} catch (error) {
				report.refused++;
				report.problem ||= `${member.name}: ${String(error)}`;
			}
		}
	};
	await Promise.all(Array.from({length: atOnce}, worker));
}

let members: readonly Member[] = [];
let task: CrowdTask | undefined;

process.on('message', (message: CrowdTask | 'join' | 'report') => {
	if (message === 'report') {
		const counts = seen.map((online) => online.reduce((sum, one) => sum + one, 0));
		process.send?.({...report, leastOnline: Math.min(...counts)});
	} else if (message === 'join') void joinAll(members, task?.atOnce ?? 1);
	else {
		task = message;
		void Promise.all(
			Array.from({length: task.count}, async (_, index) => makeMember(message, message.first + index)),
		).then((made) => {
			members = made;
			process.send?.('ready');
		});
	}
});
process.on('disconnect', () => process.exit());
