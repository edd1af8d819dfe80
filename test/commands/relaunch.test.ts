import {expect, test} from 'vitest';
import {isNodeTooOld, oldNodeText} from '../../source/commands/relaunch.ts';

test.each([
	['20.20.2', true],
	['22.12.9', true],
	['22.13.0', false],
	['24.21.0', false],
	['26.0.0', false],
])('Node %s is too old: %s', (version, isOld) => {
	expect(isNodeTooOld(version)).toBe(isOld);
});

test('an old Node is told in one line which one is needed and how to get it', () => {
	expect(oldNodeText('20.1.0')).toBe(
		'ft: needs Node 22.13 or newer, this is 20.1.0. Get it from https://nodejs.org, or run npm ci in the checkout, which brings its own',
	);
});
