import {expect, test} from 'vitest';
import {rawText, toPeerText} from '../../source/base/peer-text.ts';

test('text of a peer is, at run time, the string that came', () => {
	const text = toPeerText('a\u001b[31mb');
	expect(text).toBe('a\u001b[31mb');
	expect(rawText(text)).toBe('a\u001b[31mb');
	expect(JSON.stringify({text})).toBe('{"text":"a\\u001b[31mb"}');
});
