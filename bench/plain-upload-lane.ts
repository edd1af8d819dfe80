import path from 'node:path';
import type {Lane} from './lane.ts';
import {untilExit, untilLine, type Scene} from './scene.ts';

/** What a plain upload server costs as it is commonly written, in 4 KiB pieces, to a file beside it. Rejects where there is no Python 3. */
export async function openPlainUploadLane(scene: Scene, payload: string): Promise<Lane> {
	// What is called python3 may be a script that looks for it first, each time.
	const finder = scene.spawn('python3', ['-c', 'import sys; print(sys.executable)']);
	const python = await untilLine(finder, (line) => line);
	const script = path.join(import.meta.dirname, 'plain-upload.py');
	const received = path.join(scene.folder, 'plain-upload.bin');
	const server = scene.spawn(python, [script, 'serve', received]);
	const port = await untilLine(server, (line) => /^listening (\d+)$/.exec(line)?.[1]);
	return {
		name: 'plain 4 KiB upload',
		senderName: 'send',
		standing: new Map([['server', server]]),
		received,
		send() {
			const child = scene.spawn(python, [script, 'send', port, payload]);
			return {child, done: untilExit(child).then(() => ({}))};
		},
	};
}
