import {render} from 'ink-testing-library';
import {expect, test} from 'vitest';
import {Choice} from '../../source/ui/choice.tsx';
import {drawRows} from '../support/draw.tsx';

test('the harmless answer comes first and is chosen at first', () => {
	expect(drawRows(<Choice answers={['no, go on', 'kick', 'ban']} onChoose={() => undefined} />)).toEqual([
		' > no, go on',
		'   kick',
		'   ban',
	]);
});

test('Enter chooses what the mark stands on', async () => {
	const chosen: number[] = [];
	const {stdin} = render(<Choice answers={['no', 'yes']} onChoose={(answer) => chosen.push(answer)} />);
	for (const key of ['\r', '\u001b[B', '\r']) {
		stdin.write(key);
		await new Promise((resolve) => setImmediate(resolve));
	}
	expect(chosen).toEqual([0, 1]);
});
