import {expect, test} from 'vitest';
import {wholeHelp} from '../../source/state/help-pane.ts';
import {plainText} from '../../source/state/line.ts';
import {serverPrompt} from '../../source/state/server-prompt.ts';
import {createTextField} from '../../source/state/text-field.ts';

test('filters and the search of the help are typed in the row of the footer, which says what they are about', () => {
	const field = createTextField('abc');
	const hint = (prompt: ReturnType<typeof serverPrompt>): string => plainText(prompt?.after ?? []).trim();
	expect(hint(serverPrompt({mode: 'filtering', what: 'log', field}, 'esc', 80))).toBe('show what has this in it  esc');
	expect(hint(serverPrompt({mode: 'filtering', what: 'all', field}, 'esc', 80))).toMatch(/in every pane/);
	const help = wholeHelp({here: [], elsewhere: []});
	expect(hint(serverPrompt({mode: 'searching', field, help, from: {mode: 'browsing'}}, 'esc', 80))).toMatch(/keys/);
	expect(serverPrompt({mode: 'browsing'}, 'esc', 80)).toBeUndefined();
});
