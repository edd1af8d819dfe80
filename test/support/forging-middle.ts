import type {Floe} from '../../source/crypto/floe.ts';
import {createSegmentStream, type Segment} from '../../source/crypto/segment-stream.ts';
import {nextSegment, type Range} from '../../source/protocol/ranges.ts';
import type {DataConnection} from '../../source/transport/data-connection.ts';

/** What somebody makes of a segment's plaintext; nothing: it goes on as it came. */
export type Forge = (
	number: number,
	plaintext: Buffer,
	isLast: boolean,
) => {plaintext: Buffer; isLast: boolean} | undefined;

/** A hub, or somebody on the line, who has the key of a transfer from another of its recipients: opens each segment, and seals it again as it likes. */
export function forgeBetween(
	floe: Floe,
	fromSender: DataConnection,
	toRecipient: DataConnection,
	ranges: readonly Range[],
	forge: Forge,
): void {
	let last = -1;
	let isOver = false;
	const pass = ({number, parts, isLast}: Segment): void => {
		if (isOver) return;
		const plaintext = Buffer.concat(parts);
		const made = forge(number, plaintext, isLast) ?? {plaintext, isLast};
		toRecipient.write(floe.seal(number, made.plaintext, made.isLast).parts, () => undefined);
		isOver = made.isLast;
	};
	const stream = createSegmentStream({
		floe,
		next() {
			last = nextSegment(ranges, last) ?? last;
			return last;
		},
		onSegment: pass,
	});
	fromSender.read((view, done) => {
		stream.push(view);
		done();
	});
	void fromSender.ended.then(() => {
		toRecipient.end();
		fromSender.end();
	});
	toRecipient.read((_view, done) => {
		done();
	});
}
