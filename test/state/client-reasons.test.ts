import {expect, test} from 'vitest';
import {createClientDesk} from '../support/client-keys.ts';
import {clientSnapshot, userRow} from '../support/snapshots.ts';

const stopped = 'bob has another key than before: nothing is sent. What to do: i';
const bob = (changes: Parameters<typeof userRow>[1]) => clientSnapshot({users: [userRow('bob', changes)]});
const changed = bob({trust: 'changed'});

test.each([
	[['s'], changed, `s: ${stopped}`],
	[['enter'], changed, `enter: ${stopped}`],
	[['t'], changed, `t: ${stopped}`],
	[['i', 'V'], changed, 'V: the new key has to be taken first'],
	[['i', 'w'], changed, 'w: the new key has to be taken first'],
	[['i', 'V'], bob({}), 'V: there are no words to compare yet'],
	[['i', 'V'], bob({trust: 'verified'}), 'V: bob is verified already'],
	[['i'], clientSnapshot(), 'i: nobody is selected'],
	[['3', 'i'], clientSnapshot(), 'i: there is no transfer yet'],
	[['4', 'i'], clientSnapshot({hub: undefined}), 'i: no hub was reached yet'],
	[['4', 'i', 'w'], clientSnapshot(), 'w: a hub offers nothing'],
] as const)('%j does nothing and says why', (keys, snapshot, notice) => {
	const desk = createClientDesk(snapshot);
	desk.press(...keys);
	expect(desk.state.notice).toBe(notice);
	expect(desk.effects.filter(({type}) => type !== 'show-words')).toEqual([]);
});

test('what is pasted is not sent to a changed key either', () => {
	const desk = createClientDesk(changed);
	desk.paste('/home/alice/a.iso');
	expect(desk.state.notice).toBe(stopped);
	expect(desk.effects).toEqual([]);
});

test('words that were compared with somebody else mark nobody', () => {
	const desk = createClientDesk({...bob({}), words: {userId: 'id-carol', words: 'ten words'}});
	desk.press('i', 'V');
	expect(desk.state.notice).toBe('V: there are no words to compare yet');
});
