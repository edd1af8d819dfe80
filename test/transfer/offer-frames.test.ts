import {expect, test} from 'vitest';
import {maxRecipientsPerFrame} from '../../source/protocol/limits.ts';
import {offerFrames, toCommon} from '../../source/transfer/offer-frames.ts';

const meta = {
	...{transfer: 'a'.repeat(32), key: '', header: 'h', summary: 's', hubId: 'b'.repeat(64), recipients: [], paths: []},
	...{title: 'x', note: '', manifestBytes: 10, contentBytes: 5, files: 1, entries: 1, timeMs: 7},
};
const copies = (count: number) => Array.from({length: count}, (_, n) => ({to: `${n}`, key: 'k', signature: 's'}));

test.each([
	[1, [1]],
	[maxRecipientsPerFrame, [maxRecipientsPerFrame]],
	[maxRecipientsPerFrame + 1, [maxRecipientsPerFrame, 1]],
	[2 * maxRecipientsPerFrame, [maxRecipientsPerFrame, maxRecipientsPerFrame]],
])('an offer to %i is the same in each of its frames, of which none has too many copies', (count, sizes) => {
	const frames = offerFrames(meta, copies(count)).flatMap((frame) => (frame.type === 'offer' ? [frame] : []));
	expect(frames.map((frame) => frame.copies.length)).toEqual(sizes);
	for (const frame of frames) expect(frame).toMatchObject(toCommon(meta));
	expect(frames.flatMap((frame) => frame.copies.map(({to}) => to))).toEqual(copies(count).map(({to}) => to));
});

test('the wish to keep it comes from the outbox, or from who asks now', () => {
	expect(offerFrames(meta, copies(1))[0]).not.toHaveProperty('store');
	expect(offerFrames({...meta, store: true}, copies(1))[0]).toMatchObject({store: true});
	expect(offerFrames(meta, copies(1), true)[0]).toMatchObject({store: true});
});
