import {createContext, useContext} from 'react';
import {unicodeGlyphs, type Glyphs} from '../state/glyphs.ts';

/** How this terminal is drawn on: the same for every component of a screen. */
export type ScreenLook = {
	readonly glyphs: Glyphs;
	readonly hasColor: boolean;
	/** Lines that are read out: no borders, nothing that moves by itself. */
	readonly isScreenReader: boolean;
};

/** Given once by the screen. */
export const LookContext = createContext<ScreenLook>({glyphs: unicodeGlyphs, hasColor: true, isScreenReader: false});

/** The look of the screen around a component. */
export function useLook(): ScreenLook {
	return useContext(LookContext);
}
