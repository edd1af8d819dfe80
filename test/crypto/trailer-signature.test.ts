import {expect, test} from 'vitest';
import {createIdentity} from '../../source/crypto/identity.ts';
import {joinFields} from '../../source/crypto/join-fields.ts';
import {sha256} from '../../source/crypto/random.ts';
import {isTrailerSigned, signTrailer} from '../../source/crypto/trailer-signature.ts';

const [sender, other] = [createIdentity(), createIdentity()];
const transfer = 'a'.repeat(32);
const root = sha256(Buffer.from('{"failed":[],"hashes":"'));
const signature = signTrailer(sender, transfer, root);

test('the signature is over label, transfer, sender and root', () => {
	const signed = joinFields('ft/1 trailer', [transfer, sender.id, root]);
	expect(sender.sign(signed).toString('base64')).toBe(signature);
	expect(isTrailerSigned(sender.spki, transfer, root, signature)).toBe(true);
});

test.each<[string, () => boolean]>([
	['of another key', () => isTrailerSigned(other.spki, transfer, root, signature)],
	['for another transfer', () => isTrailerSigned(sender.spki, 'b'.repeat(32), root, signature)],
	['over other hashes', () => isTrailerSigned(sender.spki, transfer, sha256(root), signature)],
	['that is none', () => isTrailerSigned(sender.spki, transfer, root, '')],
	[
		'made for another purpose',
		() =>
			isTrailerSigned(
				sender.spki,
				transfer,
				root,
				sender.sign(joinFields('ft/1 receipt', [transfer, sender.id, root])).toString('base64'),
			),
	],
])('a signature %s is not the sender’s', (_what, isSigned) => {
	expect(isSigned()).toBe(false);
});
