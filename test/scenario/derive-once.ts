import type * as joinCode from '../../source/crypto/join-code.ts';

/** For `vi.mock` of `crypto/join-code.ts`: scrypt is meant to be slow; the same code of the same hub is derived once. */
export async function deriveOnce(importOriginal: () => Promise<typeof joinCode>): Promise<typeof joinCode> {
	const original = await importOriginal();
	const derived = new Map<string, Promise<Buffer>>();
	return {
		...original,
		deriveCodeKey: async (code, hubId) => {
			const name = `${code} ${hubId}`;
			const key = derived.get(name) ?? original.deriveCodeKey(code, hubId);
			derived.set(name, key);
			return key;
		},
	};
}
