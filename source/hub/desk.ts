import {display} from '../base/display.ts';
import {maxOperatorRows, maxTextBytes} from '../protocol/limits.ts';
import type {DeskMessage, OperatorMessage} from '../protocol/messages.ts';
import type {Channel} from '../transport/channel.ts';
import type {HubActions, HubSnapshot, Somebody} from './snapshot.ts';
import {toHubError} from './take-request.ts';

type Asked = Exclude<OperatorMessage, {type: 'ping' | 'pong' | 'bye'}>;

/** Answers what comes over the operator's socket, one answer for each request; whoever can open that socket may ask for anything. */
export function serveOperator(
	channel: Channel<'desk'>,
	hub: {readonly actions: HubActions; readonly snapshot: () => HubSnapshot},
): void {
	channel.subscribe((event) => {
		if (event.type === 'closed') return;
		const {message} = event;
		if (message.type === 'ping' || message.type === 'pong' || message.type === 'bye') return;
		const {request} = message;
		act(hub, message).then(
			(answer) => {
				channel.send(answer);
			},
			(error: unknown) => {
				const {code, message: text} = toHubError(error);
				channel.send({type: 'refuse', request, code, message: display(text, maxReasonCharacters)});
			},
		);
	});
}

const maxReasonCharacters = 1000;
/** Of an end of a transfer: a place in a folder of the hub may be long. */
const maxEndCharacters = 100;

async function act(
	{actions, snapshot}: {readonly actions: HubActions; readonly snapshot: () => HubSnapshot},
	message: Asked,
): Promise<DeskMessage> {
	const {request} = message;
	const done = async (action: Promise<Somebody | void>): Promise<DeskMessage> => {
		const user = await action;
		return {type: 'done', request, ...(user && {user})};
	};
	switch (message.type) {
		case 'status':
			return toStatus(snapshot(), request);
		case 'notice':
			return done(actions.notice(display(message.text, maxTextBytes)));
		case 'invite': {
			const {link, code, untilMs} = await actions.invite({name: message.name, uses: message.uses, ttlMs: message.ttl});
			return {type: 'invited', request, link, code, until: untilMs};
		}
		case 'withdraw':
			return done(actions.withdraw(message.invitation));
		case 'approve':
		case 'deny':
		case 'ban':
		case 'unban':
		case 'release':
			return done(actions[message.type](message.who));
		case 'kick':
			return done(actions.kick({user: message.who}));
		case 'kick-session':
			return done(actions.kick({session: message.session}));
		case 'cancel':
			return done(actions.cancel(message.transfer));
		case 'delete-kept':
			return done(actions.deleteKept(message.transfer));
		case 'clear':
			return done(actions.clearFinished());
		case 'intake':
			return done(actions.setIntake(message.on));
		case 'limit':
			return done(actions.setLimit(message.bytesPerSecond));
		case 'new-code':
			return {type: 'code', request, code: await actions.newCode()};
		case 'stop':
			return done(actions.stop());
	}
}

/** The snapshot as it fits into one frame; the join code stays in its file. */
function toStatus(snapshot: HubSnapshot, request: number): DeskMessage {
	const newest = <Row>(rows: readonly Row[]): Row[] => rows.slice(-maxOperatorRows);
	const {title, dir, port, fingerprint, mode, notice, limitBytesPerSecond} = snapshot;
	return {
		type: 'status',
		request,
		title: display(title, 255),
		dir,
		addresses: newest(snapshot.addresses),
		port,
		fingerprint,
		mode,
		started: snapshot.startedMs,
		users: snapshot.knownUsers,
		online: snapshot.onlineUsers,
		connected: new Set(snapshot.connections.map(({userId}) => userId)).size,
		bytesPerSecond: Math.round(snapshot.bytesPerSecond),
		relayed: snapshot.relayedBytes,
		free: snapshot.freeBytes,
		intake: snapshot.isIntakeOn,
		limit: limitBytesPerSecond,
		notice: notice && {id: notice.id, time: notice.atMs, text: notice.text},
		keptBytes: snapshot.storage.reduce((sum, {bytes}) => sum + bytes, 0),
		kept: snapshot.storage.slice(0, maxOperatorRows).map((row) => ({
			transfer: row.transfer,
			id: row.userId,
			from: row.fromName,
			for: row.forText,
			bytes: row.bytes,
			total: row.totalBytes,
			age: row.ageMs,
			until: row.untilMs,
		})),
		connections: newest(snapshot.connections).map((row) => ({
			id: row.userId,
			name: row.name,
			session: row.session,
			address: row.address,
			since: row.sinceMs,
			roundTrip: row.roundTripMs === undefined ? undefined : Math.round(row.roundTripMs),
			bytesIn: row.bytesIn,
			bytesOut: row.bytesOut,
			running: row.sending + row.receiving,
		})),
		transfers: newest(snapshot.transfers).map((row) => ({
			transfer: row.transfer,
			from: display(row.fromName, maxEndCharacters),
			to: display(row.toName, maxEndCharacters),
			files: row.files,
			bytes: row.bytes,
			total: row.totalBytes,
			state: row.state,
			reason: display(row.reason, 200),
			bytesPerSecond: Math.round(row.bytesPerSecond),
		})),
		requests: snapshot.requests.map(({id, name, address, atMs}) => ({id, name, address, time: atMs})),
		bans: newest(snapshot.bans).map(({id, name, sinceMs}) => ({id, name, since: sinceMs})),
		invitations: snapshot.invitations.map(({id, name, usesLeft, untilMs}) => ({
			id,
			name,
			uses: usesLeft,
			until: untilMs,
		})),
	};
}
