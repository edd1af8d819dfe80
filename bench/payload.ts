import {randomFillSync, randomInt} from 'node:crypto';
import {closeSync, mkdirSync, openSync, writeFileSync, writeSync} from 'node:fs';
import path from 'node:path';

/** Makes a file of random bytes: nothing on the way can compress it. Returns its path. */
export function makeFile(folder: string, bytes: number): string {
	const file = path.join(folder, 'payload.bin');
	const piece = Buffer.allocUnsafe(8 * 1024 * 1024);
	const descriptor = openSync(file, 'wx');
	for (let left = bytes; left > 0; left -= piece.length) {
		randomFillSync(piece);
		writeSync(descriptor, piece, 0, Math.min(left, piece.length));
	}
	closeSync(descriptor);
	return file;
}

/** Makes `count` files, of 1 to 16 KiB when nothing else is said, in folders of 100. */
export function makeTree(
	folder: string,
	count: number,
	{least, most} = {least: 1024, most: 16 * 1024},
): {readonly path: string; readonly bytes: number} {
	const root = path.join(folder, 'payload');
	const random = randomFillSync(Buffer.allocUnsafe(1024 * 1024));
	let bytes = 0;
	for (let number = 0; number < count; number++) {
		const parent = path.join(root, String(Math.floor(number / 100)));
		if (number % 100 === 0) mkdirSync(parent, {recursive: true});
		const length = randomInt(least, most + 1);
		const from = randomInt(random.length - length);
		writeFileSync(path.join(parent, `${number}.bin`), random.subarray(from, from + length));
		bytes += length;
	}
	return {path: root, bytes};
}
