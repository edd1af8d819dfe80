import {isDeepStrictEqual} from 'node:util';
import fc from 'fast-check';

/** Inputs of all fuzz suites together. `FT_FUZZ_RUNS` changes it: five million take an hour. */
const totalRuns = Number(process.env['FT_FUZZ_RUNS'] ?? 200_000);
const seed = process.env['FT_FUZZ_SEED'];

function parameters(thousandths: number): {numRuns: number; seed?: number} {
	return {numRuns: Math.ceil((totalRuns * thousandths) / 1000), ...(seed === undefined ? {} : {seed: Number(seed)})};
}

/** Checks a property with so many thousandths of all inputs. Returns what it found with seed and path, which `FT_FUZZ_SEED` begins at again; nothing when nothing was found. */
export function fuzz<Inputs>(property: fc.IProperty<Inputs>, thousandths: number): string | undefined {
	return fc.defaultReportMessage(fc.check(property, parameters(thousandths)));
}

/** The same for a property that waits. */
export async function fuzzAsync<Inputs>(
	property: fc.IAsyncProperty<Inputs>,
	thousandths: number,
): Promise<string | undefined> {
	return fc.asyncDefaultReportMessage(await fc.check(property, parameters(thousandths)));
}

/** For vitest: in proportion, and more than a busy machine needs. */
export const fuzzTimeoutMs = 120_000 * Math.max(1, totalRuns / 200_000);

/** As `expect`, for what is asked a million times. */
export function must(isSo: boolean, what: string): asserts isSo {
	if (!isSo) throw new Error(`it is not so: ${what}`);
}

/** The same for two values. */
export function mustEqual(value: unknown, expected: unknown): void {
	must(isDeepStrictEqual(value, expected), `${JSON.stringify(value)} is ${JSON.stringify(expected)}`);
}
