import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import type {Lane} from './lane.ts';
import {freePort, untilExit, untilListening, type Scene} from './scene.ts';

/** `rsync` of whole files to an own daemon on this machine, unencrypted. Rejects where it is not installed. */
export async function openRsyncLane(scene: Scene, payload: string): Promise<Lane> {
	const folder = path.join(scene.folder, 'rsync');
	mkdirSync(folder);
	const port = await freePort();
	const owner = process.getuid?.() === 0 ? 'uid = root\ngid = root\n' : '';
	const config = path.join(scene.folder, 'rsyncd.conf');
	writeFileSync(config, `use chroot = no\n${owner}[in]\npath = ${folder}\nread only = no\n`);
	const daemon = scene.spawn('rsync', [
		'--daemon',
		'--no-detach',
		`--config=${config}`,
		`--port=${port}`,
		'--address=127.0.0.1',
	]);
	const ended = untilExit(daemon);
	ended.catch(() => undefined);
	await Promise.race([untilListening(port), ended]);
	return {
		name: 'rsync daemon',
		senderName: 'rsync',
		standing: new Map([['daemon', daemon]]),
		received: path.join(folder, path.basename(payload)),
		send() {
			const child = scene.spawn('rsync', ['-a', '--whole-file', payload, `rsync://127.0.0.1:${port}/in/`]);
			return {child, done: untilExit(child).then(() => ({}))};
		},
	};
}
