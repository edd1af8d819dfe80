import {Box} from 'ink';
import type {ReactNode} from 'react';
import {minColumns, minRows} from '../state/layout.ts';
import {fitLine} from '../state/line.ts';
import {paragraph} from '../state/view.ts';
import {useLook} from './look-context.ts';
import {ScreenLine} from './screen-line.tsx';

/** A sentence instead of a screen, on as many lines as it takes: what is needed, what there is, and that nothing stops because of it. */
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
		<Box width={columns} height={rows} flexDirection="column">
			{paragraph(text, columns, rows).map((line, index) => (
				// eslint-disable-next-line react/no-array-index-key -- a line is its place
				<ScreenLine key={index} line={fitLine(line, columns, glyphs.ellipsis)} />
			))}
		</Box>
	);
}
