import {expect, test} from 'vitest';
import {asciiGlyphs} from '../../source/state/glyphs.ts';
import {span} from '../../source/state/line.ts';
import {LookContext} from '../../source/ui/look-context.ts';
import {ScreenLine} from '../../source/ui/screen-line.tsx';
import {drawRows, drawStyled} from '../support/draw.tsx';

const line = [span('good', 'good'), span('bad', 'bad'), span('row', 'selected')];
const drawn = (hasColor: boolean): string =>
	drawStyled(
		<LookContext value={{glyphs: asciiGlyphs, hasColor, isScreenReader: false}}>
			<ScreenLine line={line} />
		</LookContext>,
	);

test('without colour the words stay, and no colour is sent', () => {
	expect(drawn(false).includes('good')).toBe(true);
	expect(drawn(false)).not.toContain('\u001b[3');
});

test('a line that is too long for its place is cut, never wrapped', () => {
	expect(drawRows(<ScreenLine line={[span('x'.repeat(300))]} />)).toHaveLength(1);
});
