import v8 from 'node:v8';

/**
 * Keeps the young half of V8's heap at the few MB it begins with, for commands without a screen: it doubles whenever as much as
 * it holds has outlived its first moments, however slowly, up to 32 MB, and what a long list costs would be mostly that
 * (decision 26). A screen makes so much that is soon gone that it is faster with the larger one.
 */
export function keepYoungHeapSmall(): void {
	// Read whenever it would grow: it heeds this at any time.
	v8.setFlagsFromString('--semi-space-growth-factor=1');
}
