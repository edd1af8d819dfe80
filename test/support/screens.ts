import type {Pty} from './pty.ts';
import {keys} from './pty.ts';
import type {Scene} from './scene.ts';

/** The dashboard and the screens of alice and bob: one login, one folder, as two people try ft on one machine. */
export type Screens = {
	readonly server: Pty;
	readonly alice: Pty;
	readonly bob: Pty;
	readonly port: number;
	openClient(name: string): Pty;
};

/** Starts `ft server`, `ft client --name alice` and `ft client --name bob` in `<scene>/work`, connected when it resolves. */
export async function openScreens(scene: Scene): Promise<Screens> {
	const {server, port} = await openServer(scene);
	const openClient = (name: string): Pty =>
		scene.open(['client', '--name', name], {cwd: 'work', env: {FT_SERVER: `localhost:${port}`}});
	const alice = openClient('alice');
	await alice.see('online');
	const bob = openClient('bob');
	await bob.see(/> alice/);
	await alice.see(/> bob/);
	return {server, alice, bob, port, openClient};
}

/** Starts `ft server` with its dashboard in `<scene>/work`, on a free port. */
export async function openServer(scene: Scene): Promise<{readonly server: Pty; readonly port: number}> {
	const server = scene.open(['server', '--port', '0'], {cwd: 'work'});
	const shown = await server.see(/Others: .*:\d+ /);
	return {server, port: Number(/:(\d+) /.exec(shown.slice(shown.indexOf('Others:') + 8))?.[1])};
}

/** Alice's keys that send a file of the folder to the selected user, by the picker, perhaps with a note. */
export async function sendByPicker(alice: Pty, name: string, to: string, note = ''): Promise<void> {
	await alice.type('1', 's');
	await alice.see(`Send to ${to}: `);
	await alice.type('/', ...name, keys.enter);
	await alice.see((screen) => new RegExp(`>  ${name.replace('.', '\\.')}`).test(screen));
	await alice.type(keys.enter);
	await alice.see(`to ${to}?`);
	if (note !== '') {
		await alice.type('n', ...note, keys.enter);
		await alice.see(`Note: ${note}`);
	}
	await alice.type(keys.enter);
}

/** Cancels the transfer that a client's cursor is on; the question has "no" chosen. */
export async function cancelSelected(client: Pty): Promise<void> {
	await client.type('3', 'g', 'x');
	await client.see(/[Cc]ancel .*\?/);
	await client.type(keys.down, keys.enter);
}
