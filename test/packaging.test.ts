import {spawnSync} from 'node:child_process';
import {existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {expect, onTestFinished, test} from 'vitest';
import {defaultPort} from '../source/commands/server-address.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (file: string): string => readFileSync(root + file, 'utf8');
const unit = read('packaging/ft-hub.service');
const settings = read('packaging/ft-hub.env');
const valuesOf = (name: string): string[] =>
	[...unit.matchAll(new RegExp(`^${name}=(.*)$`, 'gm'))].map(([, value = '']) => value);
const optionsIn = (text: string): string[] => [...text.matchAll(/--[a-z][a-z-]*/g)].map(([option]) => option);

test('the service starts a command that exists, with options that it takes', () => {
	const [start = ''] = valuesOf('ExecStart');
	expect(start).toMatch(/^\/opt\/ft\/node_modules\/\.bin\/node \/opt\/ft\/dist\/cli\.js server /);
	const help = read('source/commands/server.ts');
	const known = new Set(optionsIn(help));
	expect(optionsIn(`${start}\n${settings}`).length).toBeGreaterThan(3);
	expect(optionsIn(`${start}\n${settings}`).filter((option) => !known.has(option))).toEqual([]);
});

test('its settings are those of its example, with the port that ft has by itself', () => {
	const defaults = valuesOf('Environment').join(' ');
	for (const text of [defaults, settings]) expect(text).toContain(`FT_PORT=${defaultPort}`);
	const names = [...settings.matchAll(/^([A-Z_]+)=/gm)].map(([, name]) => name);
	expect(names).toEqual(['FT_PORT', 'FT_OPTIONS']);
	for (const name of names) expect(valuesOf('ExecStart')[0]).toMatch(new RegExp(`\\$\\{?${name}\\b`));
});

test('it leaves Node what it needs: memory for code, addresses, sockets, its own descriptors', () => {
	expect(valuesOf('MemoryDenyWriteExecute')).toEqual(['no']);
	expect(valuesOf('RestrictAddressFamilies')).toEqual(['AF_INET AF_INET6 AF_UNIX AF_NETLINK']);
	expect(valuesOf('ProcSubset')).toEqual(['pid']);
	expect(valuesOf('SuccessExitStatus')).toEqual(['143']);
});

test.runIf(existsSync('/usr/bin/systemd-analyze'))(
	'systemd finds nothing wrong with it, and little that is open',
	() => {
		const folder = mkdtempSync(path.join(os.tmpdir(), 'ft-unit-'));
		onTestFinished(() => {
			rmSync(folder, {recursive: true, force: true});
		});
		const file = path.join(folder, 'ft-hub.service');
		// What is started has to be there.
		writeFileSync(file, unit.replaceAll('/opt/ft/node_modules/.bin/node', process.execPath));
		const verified = spawnSync('systemd-analyze', ['verify', file], {encoding: 'utf8'});
		expect([verified.status, verified.stderr]).toEqual([0, '']);
		const security = spawnSync('systemd-analyze', ['security', '--offline=true', '--threshold=20', file], {
			encoding: 'utf8',
		});
		expect(security.status).toBe(0);
	},
);
