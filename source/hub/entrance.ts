import type {Clock} from '../base/clock.ts';
import {FtError} from '../protocol/errors.ts';
import {toShortId} from '../protocol/ids.ts';
import type {Channel} from '../transport/channel.ts';
import {checkJoin, type AdmissionRules, type Applicant} from './admission.ts';
import type {Request, Session} from './session.ts';

/** Where control connections come in. */
export type Entrance = {
	/** A connection whose TLS identity is proved; admission follows. */
	accept(channel: Channel<'hub'>): void;
	/** Says bye to all of them. */
	close(): Promise<void>;
};

/** What becomes of those who come in. */
export type EntranceOptions = {
	readonly clock: Clock;
	readonly rules: AdmissionRules;
	/** Lets an applicant in who has said hello; rejects when it may not. */
	readonly welcome: (channel: Channel<'hub'>, applicant: Applicant) => Promise<Session>;
	readonly take: (session: Session, message: Request) => void;
	readonly leave: (session: Session) => void;
	/** Told of what `welcome` rejects with, or of a wrong code or word. */
	readonly onRefused: (channel: Channel<'hub'>, applicant: Applicant, error: unknown) => FtError;
	/** Told who comes and goes, for the log. */
	readonly onNote: (text: string) => void;
};

/** Creates the entrance of a hub. */
export function createEntrance(options: EntranceOptions): Entrance {
	const {clock, rules, leave} = options;
	const channels = new Set<Channel<'hub'>>();

	/** A code that is missing may still come on this connection; everything else ends it. */
	const refuse = (channel: Channel<'hub'>, applicant: Applicant, error: unknown): void => {
		const refusal = options.onRefused(channel, applicant, error);
		channel.send({type: 'refuse', code: refusal.code, message: refusal.message});
		if (refusal.code !== 'code-needed' && refusal.code !== 'approval-needed') void channel.close(refusal);
	};
	return {
		accept(channel) {
			channels.add(channel);
			const {address, id} = channel.peer;
			options.onNote(`a connection from ${address} (${toShortId(id)})`);
			const applicant: Applicant = {proof: undefined, hello: undefined};
			let session: Session | undefined;
			let isEntering = false;
			const enter = async (): Promise<void> => {
				isEntering = true;
				try {
					session = await options.welcome(channel, applicant);
					if (!channels.has(channel)) leave(session);
				} catch (error) {
					refuse(channel, applicant, error);
				}
				isEntering = false;
			};
			channel.subscribe((event) => {
				if (event.type === 'closed') {
					channels.delete(channel);
					const why = event.error ? `: ${event.error.message}` : '';
					options.onNote(`the connection of ${session?.name ?? toShortId(id)} from ${address} ended${why}`);
					if (session) leave(session);
					return;
				}
				const {message} = event;
				if (message.type === 'ping' || message.type === 'pong' || message.type === 'bye') return;
				if (session && message.type !== 'hello' && message.type !== 'join') {
					options.take(session, message);
					return;
				}
				try {
					if (session || isEntering) throw new FtError('protocol', `a ${message.type} came at the wrong time`);
					if (message.type === 'join') applicant.proof = checkJoin(rules, channel, message, clock.monotonicMs());
					else if (message.type === 'hello') applicant.hello = message;
					else throw new FtError('protocol', `a ${message.type} came before the welcome`);
				} catch (error) {
					refuse(channel, applicant, error);
					return;
				}
				if (applicant.hello) void enter();
			});
		},
		async close() {
			await Promise.all([...channels].map((channel) => channel.close()));
		},
	};
}
