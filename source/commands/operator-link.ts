import fs from 'node:fs';
import {systemClock} from '../base/clock.ts';
import {displaySentence} from '../base/display.ts';
import {openSocketFile} from '../files/socket-file.ts';
import {FtError} from '../protocol/errors.ts';
import type {DeskMessage, SentMessageOf} from '../protocol/messages.ts';
import {dialHub} from '../transport/operator-socket.ts';
import {operatorSocket} from './hub-folder.ts';

type Answer = Exclude<DeskMessage, {type: 'ping' | 'pong' | 'bye' | 'refuse'}>;
export type AnswerOf<Type extends Answer['type']> = Extract<Answer, {type: Type}>;
type Asked = Exclude<SentMessageOf<'operator'>, {type: 'ping' | 'pong' | 'bye'}>;
/** What is asked, without its number. */
type Question = Asked extends infer One ? (One extends Asked ? Omit<One, 'request'> : never) : never;

/** A connection to the running hub as its operator. */
export type OperatorLink = {
	/** Rejects with the hub's refusal, or FtError `unreachable` when it ends first. */
	ask<Type extends Answer['type']>(expected: Type, question: Question): Promise<AnswerOf<Type>>;
	/** Never rejects. */
	close(): Promise<void>;
};

/** Opens the socket of the hub in `dir`, whose own folder is `own`. Rejects with FtError `unreachable` when none runs there. */
export async function openOperatorLink(dir: string, own: string): Promise<OperatorLink> {
	const channel = await dial(dir, own);
	const asked = new Map<number, {resolve(answer: Answer): void; reject(error: FtError): void}>();
	let lastRequest = 0;
	let end: FtError | undefined;
	channel.subscribe((event) => {
		if (event.type === 'closed') {
			end = event.error ?? new FtError('unreachable', `the hub in ${dir} ended before it answered`);
			for (const waiter of asked.values()) waiter.reject(end);
			return;
		}
		const {message} = event;
		if (message.type === 'ping' || message.type === 'pong' || message.type === 'bye') return;
		const waiter = asked.get(message.request);
		asked.delete(message.request);
		if (message.type === 'refuse') waiter?.reject(new FtError(message.code, displaySentence(message.message)));
		else waiter?.resolve(message);
	});
	return {
		async ask<Type extends Answer['type']>(expected: Type, question: Question) {
			if (end) throw end;
			const request = ++lastRequest;
			const {promise, resolve, reject} = Promise.withResolvers<Answer>();
			asked.set(request, {resolve, reject});
			channel.send({...question, request});
			const answer = await promise;
			if (answer.type !== expected)
				throw new FtError('protocol', `the hub answered with ${answer.type} where ${expected} was asked for`);
			return answer as AnswerOf<Type>;
		},
		close: () => channel.close(),
	};
}

/** What to say where no hub runs. */
export function noHub(dir: string): FtError {
	return new FtError('unreachable', `no hub runs in ${dir}: start it with ft server, or say with --dir where it is`);
}

async function dial(dir: string, own: string): ReturnType<typeof dialHub> {
	if (!fs.existsSync(own)) throw noHub(dir);
	const file = openSocketFile(own, operatorSocket);
	try {
		return await dialHub(file.path, systemClock);
	} catch (error) {
		throw error instanceof FtError && error.code === 'unreachable' ? noHub(dir) : error;
	} finally {
		file.close();
	}
}
