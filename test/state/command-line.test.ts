import {expect, test} from 'vitest';
import {completeLine, recallLine, rememberLine, verbHint, type CommandLine} from '../../source/state/command-line.ts';
import {createTextField, fieldText} from '../../source/state/text-field.ts';

const verbs = {
	invite: {usage: '<name>', about: 'lets somebody in'},
	intake: {usage: 'on|off', about: 'takes more'},
	quit: {usage: '', about: 'leaves'},
};
const typed = (text: string): CommandLine => ({field: createTextField(text), back: 0});

test('the hint has the verbs that begin so, then how the one goes on', () => {
	expect(verbHint(verbs, 'in')).toBe('invite  intake');
	expect(verbHint(verbs, 'invite bob')).toBe('invite <name> (lets somebody in)');
	expect(verbHint(verbs, 'q')).toBe('quit (leaves)');
	expect(verbHint(verbs, 'foo')).toBe('there is no :foo. One of: invite intake quit');
});

test('a verb is completed when it is the only one to begin so', () => {
	expect(fieldText(completeLine(verbs, typed('inv'), () => []).field)).toBe('invite ');
	expect(fieldText(completeLine(verbs, typed('in'), () => []).field)).toBe('in');
});

test('behind a verb a word is completed as far as all that fit begin so, and nothing that was typed is lost', () => {
	const words = (verb: string): readonly string[] => (verb === 'invite' ? ['Bob', 'carol', 'carla'] : []);
	const completed = (text: string): string => fieldText(completeLine(verbs, typed(text), words).field);
	expect(completed('invite b')).toBe('invite Bob ');
	expect(completed('invite c')).toBe('invite car');
	expect(completed('invite car')).toBe('invite car');
	for (const line of ['invite ', 'invite zoe', 'invite bob ', 'invite b --uses 2', 'intake o', 'foo b'])
		expect(completed(line)).toBe(line);
	expect(fieldText(completeLine(verbs, typed('invite bob'), () => []).field)).toBe('invite bob');
});

test('the history goes back to its first line and forth to the empty one, and keeps a line once', () => {
	let line = typed('');
	const seen: string[] = [];
	for (const step of [1, 1, 1, -1, -1, -1] as const) {
		line = recallLine(['first', 'second'], line, step);
		seen.push(fieldText(line.field));
	}
	expect(seen).toEqual(['second', 'first', 'first', 'second', '', '']);
	expect(rememberLine(['a', 'b'], 'a')).toEqual(['b', 'a']);
	expect(
		rememberLine(
			Array.from({length: 100}, (_, index) => `${index}`),
			'x',
		),
	).toHaveLength(100);
});
