import {createIdentity} from '../../source/crypto/identity.ts';
import {createStatement} from '../../source/crypto/statement.ts';
import type {Folders} from '../../source/hub/own-end.ts';
import {FtError} from '../../source/protocol/errors.ts';
import {fakeSession} from './session-fixture.ts';

/** Of a hub that has none: nothing is asked of them, and nothing is there. */
export const noFolders: Folders = {
	session: fakeSession('hub'),
	statement: createStatement(createIdentity(), 0),
	check: () => undefined,
	fetch: () => Promise.reject(new FtError('no-such-file', 'there are no folders here')),
	revive: async () => undefined,
	left: () => undefined,
	close: async () => undefined,
};
