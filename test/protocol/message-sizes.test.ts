import {expect, test} from 'vitest';
import {maxFrameBytes, maxFrameBytesBeforeAdmission, maxLargeFrameBytes} from '../../source/protocol/limits.ts';
import {maxBytesOfType} from '../../source/protocol/message-sizes.ts';
import {clientSchemas, hubSchemas} from '../../source/protocol/messages.ts';
import {deskSchemas, operatorSchemas} from '../../source/protocol/operator-messages.ts';

test('before admission every frame is small, after it only eight types may be large', () => {
	const schemas = [clientSchemas, hubSchemas, operatorSchemas, deskSchemas];
	const types = [...new Set(schemas.flatMap((one) => Object.keys(one)))];
	for (const type of types) expect(maxBytesOfType(type, false)).toBe(maxFrameBytesBeforeAdmission);
	expect(types.filter((type) => maxBytesOfType(type, true) === maxLargeFrameBytes).sort()).toEqual([
		'fetch',
		'found',
		'keys',
		'offer',
		'page',
		'roster',
		'say',
		'status',
	]);
	expect(maxBytesOfType('ping', true)).toBe(maxFrameBytes);
	expect(maxBytesOfType('unheard-of', true)).toBe(maxFrameBytes);
});
