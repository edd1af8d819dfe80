import {expect, test} from 'vitest';
import {keyName} from '../../source/ui/key-name.ts';

test.each([
	['\r', 'enter'],
	['\n', 'enter'],
	['\t', 'tab'],
	['\u001b', 'esc'],
	['\u007f', 'backspace'],
	['\b', 'backspace'],
	[' ', 'space'],
	['j', 'j'],
	['G', 'G'],
	['é', 'é'],
	['漢', '漢'],
	['\u0003', 'ctrl+c'],
	['\u0015', 'ctrl+u'],
	['\u001a', 'ctrl+z'],
	['\u001b[A', 'up'],
	['\u001bOA', 'up'],
	['\u001b[B', 'down'],
	['\u001bOC', 'right'],
	['\u001b[D', 'left'],
	['\u001b[H', 'home'],
	['\u001bOF', 'end'],
	['\u001b[1~', 'home'],
	['\u001b[8~', 'end'],
	['\u001b[3~', 'delete'],
	['\u001b[5~', 'page-up'],
	['\u001b[6~', 'page-down'],
	['\u001b[Z', 'shift+tab'],
	['\u001bOP', ''],
	['\u001b[99~', ''],
	['\u001bx', ''],
])('%j is the key %j', (sequence, name) => {
	expect(keyName(sequence)).toBe(name);
});
