import path from 'node:path';
import type {Lane} from './lane.ts';
import {untilExit, untilLine, type Scene} from './scene.ts';

/** What any program pays that moves a file through a relay in Node: plain sockets, nothing sealed, nothing checked. */
export async function openSocketLane(scene: Scene, payload: string): Promise<Lane> {
	const script = path.join(import.meta.dirname, 'socket-relay.ts');
	const received = path.join(scene.folder, 'socket.bin');
	const relay = scene.spawn(process.execPath, [script, 'relay']);
	const port = await untilLine(relay, (line) => /^listening (\d+)$/.exec(line)?.[1]);
	const receiver = scene.spawn(process.execPath, [script, 'receive', port, received]);
	await untilLine(receiver, (line) => (line === 'waiting' ? true : undefined));
	return {
		name: 'plain socket relay',
		senderName: 'send',
		standing: new Map([
			['relay', relay],
			['receive', receiver],
		]),
		received,
		send() {
			const child = scene.spawn(process.execPath, [script, 'send', port, payload]);
			return {child, done: untilExit(child).then(() => ({}))};
		},
	};
}
