import {Box} from 'ink';
import type {ReactNode} from 'react';
import {minColumns, minRows} from '../state/layout.ts';
import {fitText, span} from '../state/line.ts';
import {useLook} from './look-context.ts';
import {ScreenLine} from './screen-line.tsx';

/** One line instead of a screen: what is needed, what there is, and that nothing stops because of it. */
export function TooSmall({
	columns,
	rows,
	what,
}: {
	readonly columns: number;
	readonly rows: number;
	readonly what: string;
}): ReactNode {
	const {glyphs} = useLook();
	const text = `Make the window ${minColumns}x${minRows} or larger, it is ${columns}x${rows}. ${what}`;
	return (
		<Box width={columns} height={rows}>
			<ScreenLine line={[span(fitText(text, columns, glyphs.ellipsis))]} />
		</Box>
	);
}
