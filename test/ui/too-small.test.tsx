import {expect, test} from 'vitest';
import {TooSmall} from '../../source/ui/too-small.tsx';
import {drawRows} from '../support/draw.tsx';

test('a window that is too small says what is needed, and that nothing stops', () => {
	const [line] = drawRows(<TooSmall columns={90} rows={10} what="Transfers go on." />);
	expect(line).toBe(' Make the window 60x15 or larger, it is 90x10. Transfers go on.');
});

test('it goes on in the next line where it is long, and is cut where the window ends', () => {
	expect(drawRows(<TooSmall columns={59} rows={15} what="The hub goes on." />).slice(0, 3)).toEqual([
		' Make the window 60x15 or larger, it is 59x15. The hub goes',
		' on.',
		'',
	]);
	const rows = drawRows(<TooSmall columns={10} rows={3} what="Transfers go on." />);
	expect(rows).toEqual([' Make the', ' window', ' 60x15 or']);
});
