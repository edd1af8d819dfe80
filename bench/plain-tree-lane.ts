import {mkdirSync} from 'node:fs';
import path from 'node:path';
import type {Lane} from './lane.ts';
import {untilExit, untilLine, type Scene} from './scene.ts';

/** What any program in Node pays to copy a tree of files through a socket: nothing sealed, recorded or resumable. */
export async function openPlainTreeLane(scene: Scene, payload: string): Promise<Lane> {
	const script = path.join(import.meta.dirname, 'plain-tree.js');
	const folder = path.join(scene.folder, 'plain-tree');
	mkdirSync(folder);
	const receiver = scene.spawn(process.execPath, [script, 'receive', folder]);
	const port = await untilLine(receiver, (line) => /^listening (\d+)$/.exec(line)?.[1]);
	return {
		name: 'plain copy in Node',
		senderName: 'send',
		standing: new Map([['receive', receiver]]),
		received: path.join(folder, path.basename(payload)),
		send() {
			const child = scene.spawn(process.execPath, [script, 'send', port, payload]);
			return {child, done: untilExit(child).then(() => ({}))};
		},
	};
}
