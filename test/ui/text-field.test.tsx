import {render} from 'ink-testing-library';
import {expect, test} from 'vitest';
import {TextField} from '../../source/ui/text-field.tsx';
import {drawRows} from '../support/draw.tsx';

const draw = (before: string, after: string): string =>
	drawRows(<TextField label="path" field={{before, after, revision: 0}} columns={20} onType={() => undefined} />).join(
		'\n',
	);

test('a text that is longer than the field shows its end', () => {
	expect(draw(`${'x'.repeat(200)}END`, '')).toMatch(/^ path …x+END$/);
});

test('the cursor stands in the middle of the text, and with a long rest stays in sight', () => {
	expect(draw('ab', 'cd')).toBe(' path abcd');
	expect(draw('x'.repeat(50), `|${'y'.repeat(100)}`)).toContain('x|y');
});

test('typing appends to what stands before the cursor', () => {
	let typed = '';
	const field = {before: 'ab', after: 'cd', revision: 3};
	const {stdin} = render(<TextField label="p" field={field} columns={20} onType={(before) => (typed = before)} />);
	stdin.write('x');
	expect(typed).toBe('abx');
});

test('a field that is not active takes no keys', () => {
	let typed = '';
	const field = {before: '', after: '', revision: 0};
	const {stdin} = render(
		<TextField label="p" field={field} columns={20} isActive={false} onType={(before) => (typed = before)} />,
	);
	stdin.write('x');
	expect(typed).toBe('');
});

test('what was pasted or is the name of a local file is shown harmless, and typing leaves it as it is', () => {
	let typed = '';
	const field = {before: 'a\u001b[2Jb\u202e', after: '\u0007c', revision: 0};
	const {stdin} = render(<TextField label="path" field={field} columns={30} onType={(before) => (typed = before)} />);
	expect(draw(field.before, field.after)).toBe(' path a�[2Jb��c');
	stdin.write('x');
	expect(typed).toBe('a\u001b[2Jb\u202ex');
});
