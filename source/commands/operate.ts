import path from 'node:path';
import type {Client} from '../client/client.ts';
import {readRuntimeFile} from '../files/runtime-file.ts';
import {FtError} from '../protocol/errors.ts';
import type {OperatorRequest} from '../state/operator-verbs.ts';
import {openOperatorLink} from './operator-link.ts';
import {isLoopbackHost, parseServerAddress} from './server-address.ts';

const done: Partial<Record<OperatorRequest['type'], string>> = {
	notice: 'everyone is told',
	approve: 'approved',
	deny: 'denied',
	kick: 'kicked',
	ban: 'banned',
	unban: 'unbanned',
	release: 'released',
};

/** Asks the hub of a client as its operator, where this login runs it on this machine; resolves with what came of it. Rejects with FtError. */
export async function operate(client: Client, request: OperatorRequest): Promise<string> {
	const {host, port} = parseServerAddress(client.snapshot().server);
	const runtime = isLoopbackHost(host) ? await readRuntimeFile(port, process.env) : undefined;
	if (!runtime || runtime.hubId !== client.link.hubId)
		throw new FtError('not-allowed', `:${request.type} is for whoever runs this hub, on its own machine`);
	const link = await openOperatorLink(runtime.dir, path.join(runtime.dir, '.ft'));
	try {
		if (request.type === 'invite') {
			const invited = await link.ask('invited', request);
			client.note(invited.link);
			return 'the link is the last line of the log: 4, then y copies it';
		}
		const {user} = await link.ask('done', request);
		const text = [done[request.type] ?? 'done', user?.name ?? ('who' in request ? request.who : '')].join(' ').trim();
		client.note(text);
		return text;
	} finally {
		await link.close();
	}
}
