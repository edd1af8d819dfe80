import {expect, test} from 'vitest';
import {
	homeTransfer,
	rowKey,
	selectedOffer,
	selectedTransfer,
	selectedUser,
} from '../../source/state/client-selection.ts';
import {firstSorts, noFilters} from '../../source/state/client-lists.ts';
import {createClientState, type ClientState} from '../../source/state/client-state.ts';
import type {TransferRow} from '../../source/transfer/transfer-row.ts';
import {clientSnapshot, offerRow, transferRow, userRow} from '../support/snapshots.ts';

const snapshot = clientSnapshot({
	users: [userRow('bob')],
	transfers: [transferRow('a'), transferRow('b')],
	offers: [offerRow('x')],
});
const context = (changes: Partial<ClientState>) => ({
	snapshot,
	columns: 80,
	rows: 24,
	state: {...createClientState(), ...changes},
});

test('a user that the filter hides is not selected', () => {
	expect(selectedUser(context({user: 'id-bob'}))?.name).toBe('bob');
	expect(selectedUser(context({user: 'id-bob', filters: {...noFilters, users: 'z'}}))).toBeUndefined();
});

test('without a cursor the newest transfer is meant, and the details keep to their own', () => {
	expect(selectedTransfer(context({}))?.title).toBe('b');
	expect(selectedTransfer(context({transfer: 'transfer-a id-bob'}))?.title).toBe('a');
	expect(selectedTransfer(context({mode: {mode: 'details', transfer: 'transfer-a id-bob'}}))?.title).toBe('a');
	expect(selectedTransfer(context({transfer: 'gone'}))).toBeUndefined();
});

test('an offer is selected only in its overlay', () => {
	expect(selectedOffer(context({}))).toBeUndefined();
	expect(selectedOffer(context({mode: {mode: 'offers', selected: 'offer-x', opened: undefined}}))?.title).toBe('x');
});

test('one transfer to two people is two rows', () => {
	expect(rowKey(transferRow('a'))).not.toBe(rowKey(transferRow('a', {peerId: 'id-carol'})));
});

test('a long queue does not hide what runs: the cursor begins on the newest that is not just queued', () => {
	const queued = (title: string): TransferRow => transferRow(title, {transfer: title, state: {phase: 'queued'}});
	const rows = [transferRow('a', {transfer: 'a'}), queued('b'), queued('c')];
	expect(homeTransfer(rows, {sorts: firstSorts})?.title).toBe('a');
	expect(homeTransfer(rows.slice(1), {sorts: firstSorts})?.title).toBe('c');
});
