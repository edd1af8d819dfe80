import {expect, test} from 'vitest';
import {descriptorLimit, planConnections} from '../../source/commands/connection-room.ts';

test('connections leave a reserve of descriptors for files, and a crowd that does not fit is told', () => {
	expect(planConnections(20_000, 2000)).toEqual({maxConnections: 19_936, warning: undefined});
	expect(planConnections(1024, 320)).toEqual({maxConnections: 960, warning: undefined});
	expect(planConnections(1024, 321)).toMatchObject({
		maxConnections: 960,
		warning: expect.stringContaining('ulimit -n'),
	});
	expect(planConnections(100, 1).maxConnections).toBe(50);
	expect(planConnections(undefined, 2000)).toEqual({maxConnections: undefined, warning: undefined});
});

test('the system tells how many descriptors there are', () => {
	expect(descriptorLimit()).toBeGreaterThan(100);
});
