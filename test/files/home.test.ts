import {expect, test} from 'vitest';
import {nameFolder, resolveHome} from '../../source/files/home.ts';

test('without anything set, configuration and state lie where the XDG specification says', () => {
	expect(resolveHome({}, '/home/a')).toEqual({configDir: '/home/a/.config/ft', stateDir: '/home/a/.local/state/ft'});
});

test('absolute XDG folders are used, relative ones are not', () => {
	const env = {XDG_CONFIG_HOME: '/c', XDG_STATE_HOME: 'relative'};
	expect(resolveHome(env, '/home/a')).toEqual({configDir: '/c/ft', stateDir: '/home/a/.local/state/ft'});
});

test('FT_HOME moves both and beats XDG', () => {
	const env = {FT_HOME: '/x', XDG_CONFIG_HOME: '/c'};
	expect(resolveHome(env, '/home/a')).toEqual({configDir: '/x/config', stateDir: '/x/state'});
});

test('names that differ in case only share a folder', () => {
	expect(nameFolder('/s', 'Bob')).toBe(nameFolder('/s', 'bob'));
	expect(nameFolder('/s', 'bob')).toBe('/s/names/bob');
});

test.each(['..', '../x', '', 'a/b', 'hub'])('%j leads to no folder', (name) => {
	expect(() => nameFolder('/s', name)).toThrow('cannot be a name');
});
