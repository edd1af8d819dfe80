import {render} from 'ink-testing-library';
import {expect, test} from 'vitest';
import {Choice} from '../../source/ui/choice.tsx';
import {drawRows} from '../support/draw.tsx';

test('the harmless answer comes first and is chosen at first', () => {
	expect(drawRows(<Choice no="no, go on" yes="kick" onChoose={() => undefined} />)).toEqual([
		' > no, go on',
		'   kick',
	]);
});

test('Enter chooses what the mark stands on', async () => {
	const chosen: boolean[] = [];
	const {stdin} = render(<Choice no="no" yes="yes" onChoose={(isYes) => chosen.push(isYes)} />);
	for (const key of ['\r', '\u001b[B', '\r']) {
		stdin.write(key);
		await new Promise((resolve) => setImmediate(resolve));
	}
	expect(chosen).toEqual([false, true]);
});
