import {describe, expect, test} from 'vitest';
import {createClientDesk} from '../support/client-keys.ts';
import {clientSnapshot, offerRow, transferRow, userRow} from '../support/snapshots.ts';

const words = {userId: 'id-bob', words: 'ten words'};
const scene = clientSnapshot({
	users: [userRow('bob'), userRow('carol', {trust: 'verified', alwaysBytes: 5})],
	offers: [offerRow('a.iso')],
	transfers: [transferRow('b.iso')],
});

describe('i', () => {
	test.each([
		[['i'], {mode: 'about', who: {userId: 'id-bob'}}],
		[['3', 'i'], {mode: 'details', transfer: 'transfer-b.iso id-bob'}],
		[['4', 'i'], {mode: 'about', who: 'hub'}],
		[['2', 'i'], {mode: 'about', who: 'hub'}],
		[['i', 'esc'], {mode: 'browsing'}],
		[['i', 'q'], {mode: 'browsing'}],
	])('after %j leads to %j', (keys, mode) => {
		const desk = createClientDesk(scene);
		desk.press(...keys);
		expect(desk.state.mode).toEqual(mode);
	});

	test('asks for the words to compare, but not with a changed key: those would be of nobody known', () => {
		const desk = createClientDesk(scene);
		desk.press('i');
		expect(desk.effects).toEqual([{type: 'show-words', userId: 'id-bob'}]);
		const changed = createClientDesk(clientSnapshot({users: [userRow('bob', {trust: 'changed'})]}));
		changed.press('i');
		expect(changed.effects).toEqual([]);
		expect(changed.state.mode.mode).toBe('about');
	});
});

describe('V in a sheet', () => {
	test('asks with the words still in sight, marks on yes only, and comes back to the sheet', () => {
		const desk = createClientDesk({...scene, words});
		desk.press('i', 'V');
		expect(desk.state.mode).toMatchObject({mode: 'confirming', from: {mode: 'about'}});
		desk.dispatch({type: 'chosen', answer: 0});
		expect(desk.state.mode.mode).toBe('about');
		expect(desk.effects.filter(({type}) => type === 'verify')).toEqual([]);
		desk.press('V');
		desk.dispatch({type: 'chosen', answer: 1});
		expect(desk.effects.at(-1)).toEqual({type: 'verify', userId: 'id-bob'});
	});

	test('of the hub marks the hub', () => {
		const desk = createClientDesk(scene);
		desk.press('4', 'i', 'V');
		desk.dispatch({type: 'chosen', answer: 1});
		expect(desk.effects).toEqual([{type: 'verify-hub'}]);
	});
});

describe('always accept', () => {
	test('asks for the size, then asks again with "no" first; yes accepts this offer and remembers the limit', () => {
		const desk = createClientDesk(scene);
		desk.press('o', 'w');
		expect(desk.state.mode).toMatchObject({mode: 'limiting', field: {before: '1 GB'}});
		desk.press('ctrl+u');
		desk.type('2 GB');
		desk.press('enter');
		expect(desk.effects).toEqual([]);
		expect(desk.state.mode).toMatchObject({mode: 'confirming', no: 'no, ask each time'});
		expect(desk.state.mode).toMatchObject({question: expect.stringContaining('bob') as string});
		expect(desk.state.mode).toMatchObject({question: expect.stringContaining('up to 2 GB') as string});
		desk.dispatch({type: 'chosen', answer: 1});
		expect(desk.effects).toEqual([
			{type: 'accept', transfer: 'offer-a.iso'},
			{type: 'always-accept', userId: 'id-bob', maxBytes: 2_000_000_000},
		]);
		expect(desk.state.mode.mode).toBe('browsing');
	});

	test('a no accepts nothing and comes back to the offers', () => {
		const desk = createClientDesk(scene);
		desk.press('o', 'w', 'enter');
		desk.dispatch({type: 'chosen', answer: 0});
		expect(desk.state.mode).toMatchObject({mode: 'offers', selected: 'offer-a.iso'});
		desk.press('w', 'esc');
		expect(desk.state.mode).toMatchObject({mode: 'offers', selected: 'offer-a.iso'});
		expect(desk.effects).toEqual([]);
	});

	test('an empty size is any size, and text that is none is asked for again', () => {
		const desk = createClientDesk(scene);
		desk.press('o', 'w', 'ctrl+u');
		desk.type('much');
		desk.press('enter');
		expect(desk.state.notice).toContain('much is no size');
		desk.press('ctrl+u', 'enter');
		expect(desk.state.mode).toMatchObject({question: expect.stringContaining('of any size') as string});
		desk.dispatch({type: 'chosen', answer: 1});
		expect(desk.effects.at(-1)).toEqual({type: 'always-accept', userId: 'id-bob', maxBytes: undefined});
	});

	test('the offer that went away meanwhile is not another one', () => {
		const desk = createClientDesk(scene);
		desk.press('o', 'w', 'enter');
		desk.show({...scene, offers: [offerRow('other.iso', {fromId: 'id-carol', fromName: 'carol'})]});
		desk.dispatch({type: 'chosen', answer: 1});
		expect(desk.effects[0]).toEqual({type: 'accept', transfer: 'offer-a.iso'});
		expect(desk.state.mode).toMatchObject({mode: 'offers', selected: undefined});
	});

	test('in the sheet it is given without an offer, and taken back at once', () => {
		const desk = createClientDesk(scene);
		desk.press('i', 'w', 'enter');
		desk.dispatch({type: 'chosen', answer: 1});
		expect(desk.effects.slice(1)).toEqual([{type: 'always-accept', userId: 'id-bob', maxBytes: 1_000_000_000}]);
		desk.press('esc', 'G', 'i', 'w');
		expect(desk.effects.at(-1)).toEqual({type: 'ask-again', userId: 'id-carol'});
	});
});
