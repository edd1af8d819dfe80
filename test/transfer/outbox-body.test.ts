import fs from 'node:fs';
import {expect, test} from 'vitest';
import {sha256} from '../../source/crypto/random.ts';
import {isTrailerSigned} from '../../source/crypto/trailer-signature.ts';
import {openOutbox} from '../../source/files/outbox.ts';
import {plainSegmentBytes} from '../../source/protocol/limits.ts';
import {parseSeveralTrailer} from '../../source/protocol/several-trailer.ts';
import {parseTrailer} from '../../source/protocol/trailer.ts';
import {createOutboxBody} from '../../source/transfer/outbox-body.ts';
import {alice, bob, carol, outboxOf} from './two-ends.ts';

test('the plaintext of an outbox is manifest, contents and trailer; what must outlive the process is recorded on the way', async () => {
	const outbox = await outboxOf({'a.txt': 'one', 'b.txt': 'two'});
	fs.rmSync(outbox.meta.paths[1] ?? '');
	const body = createOutboxBody(outbox, alice);
	expect(body.trailer).toBeUndefined();
	const into = Buffer.alloc(plainSegmentBytes);
	const {bytes, isLast} = await (await body.open()).readSegment(0, into);
	expect(isLast).toBe(true);
	expect(into.subarray(0, bytes).toString()).toContain('one\0\0\0{"failed"');
	expect(parseTrailer(body.trailer ?? Buffer.alloc(0)).failed).toMatchObject([{entry: 1}]);
	await body.close();
	outbox.close();
	const again = await openOutbox(outbox.folder);
	expect(Buffer.from(createOutboxBody(again, alice).trailer ?? [])).toEqual(Buffer.from(body.trailer ?? []));
	expect(again.failed).toMatchObject([{entry: 1}]);
	again.close();
});

test('for several recipients the trailer has the hash of what comes before it, signed by the sender, also in the next process; what failed is read from it', async () => {
	const outbox = await outboxOf({'a.txt': 'one', 'b.txt': 'two'}, [bob.id, carol.id]);
	fs.rmSync(outbox.meta.paths[1] ?? '');
	const body = createOutboxBody(outbox, alice);
	const into = Buffer.alloc(plainSegmentBytes);
	const {bytes} = await (await body.open()).readSegment(0, into);
	expect(body.failed).toMatchObject([{entry: 1}]);
	await body.close();
	outbox.close();
	const again = await openOutbox(outbox.folder);
	const {trailer = Buffer.alloc(0), failed} = createOutboxBody(again, alice);
	again.close();
	expect(failed).toMatchObject([{entry: 1}]);
	const {hashes, signed, signature} = parseSeveralTrailer(trailer, 1);
	expect(Buffer.from(Buffer.from(hashes).toString(), 'base64')).toEqual(
		sha256(into.subarray(0, bytes - trailer.length)),
	);
	const {transfer} = outbox.meta;
	expect(isTrailerSigned(alice.spki, transfer, sha256(signed), signature)).toBe(true);
	expect(isTrailerSigned(bob.spki, transfer, sha256(signed), signature)).toBe(false);
});

test('it is opened once however often it is asked for, and closing one that was never opened does nothing', async () => {
	const body = createOutboxBody(await outboxOf({'a.txt': 'one'}), alice);
	await body.close();
	expect(await body.open()).toBe(await body.open());
	await body.close();
	await body.close();
});
