import {describe, expect, it} from 'vitest';
import {dataHelloMs} from '../../source/protocol/limits.ts';
import {createManualClock} from '../support/manual-clock.ts';
import {anySignal, anyTicket, openTestHub} from './test-hub.ts';

describe('incoming data connection', () => {
	it('is refused by itself when its verdict takes too long', async () => {
		const clock = createManualClock();
		const hub = await openTestHub(clock);
		const dial = hub.dialler.data(anyTicket, anySignal);
		const incoming = await hub.incoming.next();
		clock.advance(dataHelloMs);
		await expect(dial).rejects.toMatchObject({code: 'bad-ticket'});
		expect(await incoming.gone).toBeUndefined();
	});

	it('tells when its peer goes away before the verdict', async () => {
		const hub = await openTestHub();
		const controller = new AbortController();
		const dial = hub.dialler.data(anyTicket, controller.signal);
		const incoming = await hub.incoming.next();
		controller.abort(new Error('enough'));
		await expect(dial).rejects.toThrow('enough');
		expect(await incoming.gone).toBeUndefined();
		expect(await incoming.accept().closed).toMatchObject({code: 'unreachable'});
	});

	it('ignores a refusal after it was accepted', async () => {
		const hub = await openTestHub();
		const dial = hub.dialler.data(anyTicket, anySignal);
		const incoming = await hub.incoming.next();
		incoming.accept();
		incoming.refuse('limit');
		expect(await dial).toBeDefined();
	});
});
