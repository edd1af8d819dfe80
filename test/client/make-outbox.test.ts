import path from 'node:path';
import {expect, test} from 'vitest';
import {makeOutbox, toScanRow} from '../../source/client/make-outbox.ts';
import {createIdentity} from '../../source/crypto/identity.ts';
import {randomId} from '../../source/crypto/random.ts';
import {temporaryFolder, writeTree} from '../files/temporary-folder.ts';
import {createManualClock} from '../support/manual-clock.ts';

test('where all was left out as asked, that is why there is nothing to send', async () => {
	const folder = writeTree(temporaryFolder(), {'a.o': 'x'});
	const request = {
		paths: [path.join(folder, 'a.o')],
		to: ['id'],
		note: '',
		filter: {exclude: ['*.o'], gitignore: false},
	};
	const making = makeOutbox(request, {
		...{clock: createManualClock(), identity: createIdentity(), outboxRoot: path.join(folder, 'outbox')},
		...{transfer: randomId(), hubId: 'hub', signal: new AbortController().signal, onProgress: () => undefined},
	});
	await expect(making).rejects.toMatchObject({
		code: 'no-such-file',
		message: 'nothing to send: all of it was left out, as asked',
	});
});

test('while files are listed the row says what was given, and for whom', () => {
	const nameOf = (id: string): string => id.slice(3);
	const request = {paths: ['/home/a/site', '/home/a/b'], to: ['id-bob', 'id-carol'], note: ''};
	expect(toScanRow(request, 'aa', nameOf)).toMatchObject({
		...{transfer: 'aa', direction: 'send', title: 'site', peerId: 'id-bob', peerName: 'bob, carol'},
		state: {phase: 'scanning'},
	});
	const into = {space: 'shared', folder: [], ifExists: 'rename'} as const;
	expect(toScanRow({...request, into}, 'aa', nameOf).peerName).toBe('shared');
});
