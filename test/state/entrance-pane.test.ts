import {expect, test} from 'vitest';
import type {ClientSnapshot} from '../../source/client/snapshot.ts';
import {entrancePane} from '../../source/state/entrance-pane.ts';
import {createTextField} from '../../source/state/text-field.ts';
import {clientSnapshot, fingerprintOf, tenWords} from '../support/snapshots.ts';
import {paneText} from '../support/view-text.ts';

/** As much as the smallest screen has. */
const size = {columns: 60, rows: 13};
const address = 'computer-with-a-long-name.example.org:5011';
const unknown = {kind: 'unknown-hub', address, fingerprint: fingerprintOf('hub2'), words: tenWords} as const;
const coding = {mode: 'coding', field: createTextField()} as const;
const textOf = (mode: Parameters<typeof entrancePane>[0], snapshot: ClientSnapshot): string =>
	paneText(entrancePane(mode, snapshot, size))
		.join(' ')
		.replaceAll(/\s+/g, ' ');

test('an unknown hub shows its address, all of its fingerprint and its ten words, with "no" first', () => {
	const snapshot = clientSnapshot({question: {...unknown, problem: ''}});
	for (const part of [address, unknown.fingerprint, tenWords, 'join code'])
		expect(textOf({mode: 'meeting'}, snapshot)).toContain(part);
	expect(entrancePane({mode: 'meeting'}, snapshot, size).widget).toMatchObject({
		type: 'choice',
		answers: ['no, leave', expect.any(String)],
	});
});

test('what was wrong with the last answer stands first', () => {
	const problem = 'that is not the code of this hub';
	expect(textOf(coding, clientSnapshot({question: {kind: 'code', address, problem}}))).toMatch(
		new RegExp(`^ ! ${problem}`),
	);
	expect(textOf({mode: 'meeting'}, clientSnapshot({question: {...unknown, problem}}))).toContain(unknown.fingerprint);
});

test('who waits for the operator is told so, and what the operator sees', () => {
	const reason = 'waiting for the operator of box to let you in';
	const connection = {phase: 'offline', attempt: 1, retryAtMs: 0, code: 'approval-needed', reason} as const;
	const text = textOf({mode: 'entering'}, clientSnapshot({connection}));
	expect(text).toContain(reason);
	expect(text).toContain('alice, k7qf2m4x');
});

test('between an answer and what comes of it, it says that the hub is asked', () => {
	for (const mode of [{mode: 'meeting'}, coding] as const)
		expect(textOf(mode, clientSnapshot())).toContain('Asking the hub at localhost:5011');
});
