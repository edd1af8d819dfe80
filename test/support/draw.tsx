import {render} from 'ink-testing-library';
import type {ReactNode} from 'react';

/** What a component draws on 100 columns, row by row, without styles and the spaces at the ends. */
export function drawRows(element: ReactNode): string[] {
	return drawStyled(element).split('\n').map(withoutStyles);
}

/** What a component draws, with its escape sequences. */
export function drawStyled(element: ReactNode): string {
	return render(<>{element}</>).lastFrame() ?? '';
}

function withoutStyles(text: string): string {
	// eslint-disable-next-line no-control-regex -- styles begin with ESC
	return text.replaceAll(/\u001b\[[\d;]*m/g, '').trimEnd();
}
