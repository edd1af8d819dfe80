import fs from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {openLocalSpool, spoolRoot} from '../../source/files/local-spool.ts';
import {receiveIntoSpool} from '../../source/hub/spool-upload.ts';
import {createMemoryDataPair} from '../../source/transport/memory-pair.ts';
import {idOf, makeRecord, readGood, segmentBytes, writeSegments} from '../files/spool-fixture.ts';
import {temporaryFolder} from '../files/temporary-folder.ts';
import {createManualClock} from '../support/manual-clock.ts';

test('a segment that comes although it is there takes the place of what was there: its sender goes by what it sent last', async () => {
	const root = spoolRoot(temporaryFolder());
	const spooled = openLocalSpool(root, {warn: () => undefined}).create(idOf('1'), makeRecord(idOf('1')));
	await spooled.save(spooled.record);
	const open = spooled.open();
	await writeSegments(open, [0, 1], 1);
	const [sender, hub] = createMemoryDataPair();
	const upload = receiveIntoSpool({
		...{connection: hub, open, clock: createManualClock(), ranges: [[0, null]], spooled},
		mayKeep: () => undefined,
		onKept: () => undefined,
	});
	const first = segmentBytes(7);
	first.writeUInt32BE(0xff_ff_ff_ff);
	const last = segmentBytes(8, true);
	last.writeUInt32BE(last.length);
	sender.write([first, last], () => undefined);
	sender.end();
	await upload.done;
	open.close();
	const body = fs.readFileSync(path.join(root, idOf('1'), 'body'));
	expect(body.equals(Buffer.concat([first, last]))).toBe(true);
	expect(spooled.isComplete).toBe(true);
	// The journal vouches for the new ones.
	expect(
		openLocalSpool(root, {warn: () => undefined})
			.all()[0]
			?.missing(),
	).toEqual([]);
	expect(await readGood(spooled, [0, 1])).toEqual([]);
	expect(spooled.isComplete).toBe(true);
});
