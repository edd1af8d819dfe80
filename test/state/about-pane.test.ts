import {describe, expect, test} from 'vitest';
import type {ClientSnapshot} from '../../source/client/snapshot.ts';
import {aboutPane} from '../../source/state/about-pane.ts';
import type {ClientMode} from '../../source/state/client-mode.ts';
import {createClientState} from '../../source/state/client-state.ts';
import {clientSnapshot, fingerprintOf, tenWords, userRow} from '../support/snapshots.ts';
import {paneText} from '../support/view-text.ts';

/** The sheet over a screen of 60x15 with a line under its header; `rows` as the pane gets them. */
function sheet(snapshot: ClientSnapshot, who: Extract<ClientMode, {mode: 'about'}>['who'], rows = 12): string {
	const state = {...createClientState(), mode: {mode: 'about', who} as const};
	return paneText(aboutPane(state, {snapshot, columns: 60, rows: 15}, {columns: 60, rows}))
		.join(' ')
		.replaceAll(/\s+/g, ' ');
}

const advice =
	'alice has a new key, released by the hub today. Ask alice in another way whether that is right. If it is: ft trust alice --replace --server box:5011';
const bob = {userId: 'id-bob'};
const shown = {words: {userId: 'id-bob', words: tenWords}};

describe('the sheet of a user', () => {
	test('has name, short id, all of the fingerprint, the ten words and since when the key is known', () => {
		const text = sheet(clientSnapshot({users: [userRow('bob')], ...shown}), bob);
		expect(text).toContain('bob k7qf2m4x online');
		expect(text).toContain(tenWords);
		expect(text).toContain(fingerprintOf('k7qf'));
		expect(text).toMatch(/known, first seen 2023-11-1[45]/);
	});

	test('has the words even where a question takes the lower half of the smallest screen', () => {
		expect(sheet(clientSnapshot({users: [userRow('bob')], ...shown}), bob, 6)).toContain(tenWords);
	});

	test('shows the words of this user only, and says why there are none yet', () => {
		const users = [userRow('bob')];
		const others = {words: {userId: 'id-carol', words: tenWords}};
		expect(sheet(clientSnapshot({users, ...others}), bob)).toContain('being worked out');
		const offline = {phase: 'offline', attempt: 1, retryAtMs: 0, code: 'unreachable', reason: 'x'} as const;
		expect(sheet(clientSnapshot({users, connection: offline}), bob)).toContain('not connected');
	});

	test('tells whether offers are asked about, or up to which size they are saved unasked', () => {
		expect(sheet(clientSnapshot({users: [userRow('bob')]}), bob)).toContain('is asked about. w: always accept');
		const always = userRow('bob', {trust: 'verified', alwaysBytes: 1e9});
		expect(sheet(clientSnapshot({users: [always]}), bob)).toContain('+ verified, always up to 1 GB');
	});

	test('of a changed key shows both fingerprints, since when the old one was known, and the whole command', () => {
		const changed = {before: fingerprintOf('aaaa'), advice};
		const alice = userRow('alice', {trust: 'changed', changed, releasedMs: 1});
		const text = sheet(clientSnapshot({users: [alice]}), {userId: 'id-alice'});
		expect(text).toContain(fingerprintOf('k7qf'));
		expect(text).toMatch(new RegExp(`${fingerprintOf('aaaa')}, first seen 2023-11-1[45]`));
		expect(text).toContain(advice);
		expect(text).toContain('! changed: nothing is sent to or taken from it');
	});

	test('whom the hub names no more is said to be gone', () => {
		expect(sheet(clientSnapshot(), bob)).toContain('names this user no more');
	});
});

describe('the sheet of the hub', () => {
	test('has title, address, words, fingerprint, and the notices in full', () => {
		const text = 'the disk is changed at noon, '.repeat(4).trim();
		const notices = [{id: 'a', text, timeMs: 0}];
		const shownText = sheet(clientSnapshot({notices}), 'hub', 20);
		expect(shownText).toContain('lab-hub localhost:5011');
		expect(shownText).toContain(tenWords);
		expect(shownText).toContain(fingerprintOf('hub2'));
		expect(shownText).toContain(text);
	});

	test('says whether the words were compared', () => {
		const hub = {fingerprint: fingerprintOf('hub2'), words: tenWords, isVerified: true, sinceMs: undefined};
		expect(sheet(clientSnapshot(), 'hub')).toContain('V marks the hub as verified');
		expect(sheet(clientSnapshot({hub}), 'hub')).toContain('+ verified');
		expect(sheet(clientSnapshot({hub: undefined}), 'hub')).toContain('No hub was reached yet');
	});
});
