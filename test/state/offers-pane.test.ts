import {expect, test} from 'vitest';
import {createClientState} from '../../source/state/client-state.ts';
import {unicodeGlyphs} from '../../source/state/glyphs.ts';
import {offersPane} from '../../source/state/offers-pane.ts';
import {clientSnapshot, hostileClientSnapshot, offerRow} from '../support/snapshots.ts';
import {paneText} from '../support/view-text.ts';

const state = createClientState();
const look = {glyphs: unicodeGlyphs};
const size = {columns: 80, rows: 13};
const many = offerRow('photos', {
	note: 'from the trip',
	files: 20,
	top: Array.from({length: 20}, (_, index) => ({name: `p${index}`, bytes: 1000, isFolder: index === 0})),
});
const pane = (opened: string | undefined) =>
	offersPane(
		state,
		{mode: 'offers', selected: 'offer-photos', opened},
		clientSnapshot({offers: [offerRow('a.iso'), many]}),
		size,
		look,
	);

test('each offer has who, what, how much; the border where it will be saved', () => {
	expect(paneText(pane(undefined))[0]).toMatch(/^ {2}bob +a\.iso +1 file +3\.8 GB \d\d:\d\d/);
	expect(paneText(pane(undefined))[1]).toMatch(/^> bob +photos {2}"from the trip" +20 files/);
	expect(pane(undefined).note).toBe('saved in /home/alice/downloads');
});

test('an opened offer has its note and files below, and says how many more there are', () => {
	const text = paneText(pane('offer-photos')).map((line) => line.trim());
	expect(text[3]).toBe('note: from the trip');
	expect(text[4]).toMatch(/^p0\/ +1 kB$/);
	expect(text.at(-1)).toBe('and 14 more');
	expect(text).toHaveLength(11);
});

test('without offers it says so, without a selected one no row has the mark', () => {
	const empty = offersPane(
		state,
		{mode: 'offers', selected: undefined, opened: undefined},
		clientSnapshot(),
		size,
		look,
	);
	expect(paneText(empty).join()).toContain('Nobody offers you anything now');
	const none = offersPane(
		state,
		{mode: 'offers', selected: undefined, opened: undefined},
		clientSnapshot({offers: [offerRow('a')]}),
		size,
		look,
	);
	expect(paneText(none)[0]).toMatch(/^ {2}bob/);
});

test('hostile offers stay within the pane', () => {
	const snapshot = hostileClientSnapshot();
	for (const {transfer} of snapshot.offers) {
		expect(
			offersPane(state, {mode: 'offers', selected: transfer, opened: transfer}, snapshot, size, look).lines.length,
		).toBeLessThanOrEqual(11);
	}
});
