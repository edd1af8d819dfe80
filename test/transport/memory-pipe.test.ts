import {describe, expect, it} from 'vitest';
import {createMemoryPipe} from '../../source/transport/memory-pipe.ts';
import {createManualClock} from '../support/manual-clock.ts';

const {settle} = createManualClock();

describe('memory pipe', () => {
	it('overwrites a view that was given back, and never the bytes of the writer', async () => {
		const pipe = createMemoryPipe(() => {});
		const bytes = Buffer.from('abc');
		let kept: Uint8Array = bytes;
		pipe.read((view, done) => {
			kept = view;
			done();
		});
		pipe.write(bytes, () => {});
		await settle();
		expect(Buffer.from(kept).toString('hex')).toBe('dddddd');
		expect(bytes.toString()).toBe('abc');
	});

	it('has copied the bytes when it calls done', async () => {
		const pipe = createMemoryPipe(() => {});
		const bytes = Buffer.from('abc');
		let seen = '';
		pipe.read((view) => (seen = Buffer.from(view).toString()));
		pipe.write(bytes, () => bytes.fill(0));
		await settle();
		expect(seen).toBe('abc');
	});

	it('ends after everything was delivered, not while reading is off', async () => {
		let isEnded = false;
		const pipe = createMemoryPipe(() => (isEnded = true));
		pipe.read((_view, done) => {
			done();
		});
		pipe.setReading(false);
		pipe.write(Buffer.from('abc'), () => {});
		pipe.end();
		await settle();
		expect(isEnded).toBe(false);
		pipe.setReading(true);
		await settle();
		expect(isEnded && pipe.isEnded).toBe(true);
	});

	it('calls done of what it drops when it breaks', async () => {
		const pipe = createMemoryPipe(() => {});
		let done = 0;
		pipe.write(Buffer.from('a'), () => done++);
		pipe.break();
		pipe.write(Buffer.from('b'), () => done++);
		await settle();
		expect(done).toBe(2);
	});
});
