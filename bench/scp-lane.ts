import {accessSync, mkdirSync, writeFileSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type {Lane} from './lane.ts';
import {freePort, run, untilExit, untilListening, type Scene} from './scene.ts';

const sshd = '/usr/sbin/sshd';
/** Debian's sshd wants it when root starts it; at a boot its service makes it. */
const privilegeSeparationFolder = '/run/sshd';

/** `scp -c aes128-gcm@openssh.com` to an own sshd on this machine. Rejects where OpenSSH is not installed. */
export async function openScpLane(scene: Scene, payload: string): Promise<Lane> {
	accessSync(sshd);
	if (process.getuid?.() === 0) mkdirSync(privilegeSeparationFolder, {recursive: true, mode: 0o755});
	const at = (leaf: string): string => path.join(scene.folder, leaf);
	for (const key of ['host-key', 'user-key'])
		await run(scene, 'ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', at(key)]);
	const port = await freePort();
	const config = [
		'ListenAddress 127.0.0.1',
		`Port ${port}`,
		`HostKey ${at('host-key')}`,
		`AuthorizedKeysFile ${at('user-key.pub')}`,
		'PidFile none',
		'UsePAM no',
		'StrictModes no',
		'PasswordAuthentication no',
		'Subsystem sftp internal-sftp',
	];
	writeFileSync(at('sshd-config'), `${config.join('\n')}\n`);
	const server = scene.spawn(sshd, ['-D', '-e', '-f', at('sshd-config')]);
	const ended = untilExit(server);
	ended.catch(() => undefined);
	await Promise.race([untilListening(port), ended]);
	const received = at('scp.bin');
	const options = ['-q', '-F', 'none', '-c', 'aes128-gcm@openssh.com', '-P', String(port), '-i', at('user-key')];
	const unknownHost = [
		'-o',
		'StrictHostKeyChecking=no',
		'-o',
		'UserKnownHostsFile=/dev/null',
		'-o',
		'IdentityAgent=none',
	];
	return {
		name: 'scp aes128-gcm',
		senderName: 'scp',
		standing: new Map([['sshd', server]]),
		received,
		send() {
			const target = `${os.userInfo().username}@127.0.0.1:${received}`;
			const child = scene.spawn('scp', [...options, ...unknownHost, payload, target]);
			return {child, done: untilExit(child).then(() => ({}))};
		},
	};
}
