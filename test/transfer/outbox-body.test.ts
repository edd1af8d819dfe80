import fs from 'node:fs';
import {expect, test} from 'vitest';
import {openOutbox} from '../../source/files/outbox.ts';
import {plainSegmentBytes} from '../../source/protocol/limits.ts';
import {parseTrailer} from '../../source/protocol/trailer.ts';
import {createOutboxBody} from '../../source/transfer/outbox-body.ts';
import {outboxOf} from './two-ends.ts';

test('the plaintext of an outbox is manifest, contents and trailer; what must outlive the process is recorded on the way', async () => {
	const outbox = await outboxOf({'a.txt': 'one', 'b.txt': 'two'});
	fs.rmSync(outbox.meta.paths[1] ?? '');
	const body = createOutboxBody(outbox);
	expect(body.trailer).toBeUndefined();
	const into = Buffer.alloc(plainSegmentBytes);
	const {bytes, isLast} = await (await body.open()).readSegment(0, into);
	expect(isLast).toBe(true);
	expect(into.subarray(0, bytes).toString()).toContain('one\0\0\0{"failed"');
	expect(parseTrailer(body.trailer ?? Buffer.alloc(0)).failed).toMatchObject([{entry: 1}]);
	await body.close();
	outbox.close();
	const again = await openOutbox(outbox.folder);
	expect(Buffer.from(createOutboxBody(again).trailer ?? [])).toEqual(Buffer.from(body.trailer ?? []));
	expect(again.failed).toMatchObject([{entry: 1}]);
	again.close();
});

test('it is opened once however often it is asked for, and closing one that was never opened does nothing', async () => {
	const body = createOutboxBody(await outboxOf({'a.txt': 'one'}));
	await body.close();
	expect(await body.open()).toBe(await body.open());
	await body.close();
	await body.close();
});
