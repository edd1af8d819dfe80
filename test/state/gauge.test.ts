import {expect, test} from 'vitest';
import {gauge, sparkline} from '../../source/state/gauge.ts';
import {asciiGlyphs, spokenGlyphs, unicodeGlyphs} from '../../source/state/glyphs.ts';

test.each([
	[0, '[..........]'],
	[0.099, '[..........]'],
	[0.5, '[#####.....]'],
	[0.999, '[#########.]'],
	[1, '[##########]'],
	[-1, '[..........]'],
	[2, '[##########]'],
])('a gauge at %d is %s: full at the end only', (fraction, shown) => {
	expect(gauge(fraction, 12, asciiGlyphs)).toBe(shown);
});

test('a sparkline scales to its highest value, and only zero is flat', () => {
	expect(sparkline([0, 1, 500, 1000], 4, unicodeGlyphs)).toBe('▁▂▅█');
	expect(sparkline([0, 0, 0], 3, unicodeGlyphs)).toBe('▁▁▁');
});

test('a sparkline shows the newest values that fit', () => {
	expect(sparkline([8, 8, 0, 0], 2, unicodeGlyphs)).toBe('▁▁');
	expect(sparkline([8, 8], 0, unicodeGlyphs)).toBe('');
});

test('where a screen is read out there is neither gauge nor sparkline', () => {
	const glyphs = spokenGlyphs(unicodeGlyphs);
	expect([gauge(0.5, 12, glyphs), sparkline([1, 2], 2, glyphs)]).toEqual(['', '']);
});
