import {expect, test} from 'vitest';
import {failureOf} from '../support/program.ts';
import {keys, type Pty} from '../support/pty.ts';
import {openScene, type Scene} from '../support/scene.ts';

/** The dashboard of a hub in `<scene>/hub`, the port it is on, and what others give as `--server`. */
async function openDashboard(
	scene: Scene,
	...args: readonly string[]
): Promise<{readonly dashboard: Pty; readonly server: string}> {
	const dashboard = scene.open(['server', '--port', '0', '--host', '127.0.0.1', ...args], {cwd: 'hub'});
	const shown = await dashboard.see(/Others: .*:\d+ /);
	return {dashboard, server: `127.0.0.1:${/Others: .*:(\d+) /.exec(shown)?.[1]}`};
}

/** What the hub says of an address is that of this machine; the hub of a test listens on one address only. */
function linkOn(screen: string, server: string): string {
	const link = /ft:\/\/\S+\/[a-z2-7]{52}\/[a-z2-9-]{14}/.exec(screen.replaceAll(/[\s│║]+/g, ''))?.[0] ?? '';
	return link.replace(/^ft:\/\/[^/]+/, `ft://${server}`);
}

test('an invitation made by keys lets somebody in with its link alone, once', async () => {
	const scene = await openScene();
	const {dashboard, server} = await openDashboard(scene);
	await dashboard.type('i');
	const about = await dashboard.see('About this hub');
	expect(about).toMatch(/code +[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}/);
	expect(about).toMatch(/words +[a-z]+ [a-z]+ [a-z]+/);
	await dashboard.type('n');
	await dashboard.see('invite [name]');
	dashboard.send(`carol${keys.enter}`);
	const link = linkOn(await dashboard.see('Who is invited types:'), server);
	await dashboard.type(keys.esc, 'i');
	await dashboard.see(/invited +carol \([0-9a-f]{8}\), 1 use left/);
	await dashboard.type(keys.esc);
	const carol = scene.open(['client', link, '--name', 'carol'], {cwd: 'carol', login: scene.otherLogin('carol-login')});
	await carol.see('● online');
	await dashboard.see(/carol +127\.0\.0\.1/);
	const again = await scene.run(['users', '--server', link, '--name', 'carol'], {login: scene.otherLogin('late')});
	expect([again.code, again.stderr]).toEqual([5, expect.stringContaining('this invitation was used already')]);
});

test('who asks to join stands in the header; o shows who it is, a lets them in, :ban puts them out and keeps them out', async () => {
	const scene = await openScene();
	const {dashboard, server} = await openDashboard(scene, '--approve');
	expect(dashboard.rows()[0]).toContain('approve');
	const login = scene.otherLogin('dora-login');
	const dora = scene.open(['client', '--name', 'dora', '--server', server, '--accept-new'], {cwd: 'dora', login});
	const waiting = await dora.see('At the door');
	const shortId = /dora, ([a-z2-7]{8})/.exec(waiting)?.[1] ?? 'none';
	const asked = await dashboard.see('1 request: o');
	expect(asked).toContain('1 Connections 0');
	expect(asked).toMatch(/4 Log[^]*dora/);
	await dashboard.type('o');
	const request = await dashboard.see('Requests 1');
	expect(request).toMatch(new RegExp(`> dora +${shortId} +127\\.0\\.0\\.1`));
	await dashboard.type('a');
	await dora.see('● online');
	const joined = await dashboard.see(/dora +127\.0\.0\.1/);
	expect(joined.split('\n')[0]).not.toContain('request');

	await dashboard.type(':');
	dashboard.send(`ban nobody${keys.enter}`);
	// Nothing is asked: it stands in the footer, and in the log.
	await dashboard.see(/no user nobody on this hub[^]*no user nobody on this hub\. See who is known: ft users\s*$/);
	await dashboard.type(':');
	dashboard.send(`ban dora${keys.enter}`);
	await dashboard.see('Ban dora?');
	await dashboard.type(keys.down, keys.enter);
	await dashboard.see('1 Connections 0');
	await dora.see('banned');
	const again = await scene.run(['users', '--name', 'dora', '--server', server], {login});
	expect([again.code, again.stderr]).toEqual([5, expect.stringContaining('banned')]);

	await dashboard.type('p');
	await dashboard.see((screen) => screen.split('\n')[0]?.includes('intake off') ?? false);
	const status = await scene.run(['hub', 'status', '--json'], {cwd: 'hub'});
	expect(failureOf(status)).toBe('');
});
