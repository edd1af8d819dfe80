import {defineConfig} from 'vitest/config';

export default defineConfig({
	test: {
		// Every core: by default one is left free, which on two is half of them.
		maxWorkers: '100%',
		projects: [
			{
				test: {
					name: 'fast',
					include: ['test/**/*.test.{ts,tsx}'],
					exclude: ['test/slow/**'],
					// Chalk reads it once for all files of a worker, whichever comes first.
					env: {FORCE_COLOR: '1'},
					// A fresh world for each of 190 files takes as long as the tests: they share modules and clean up after themselves.
					isolate: false,
					// Two cores may be busy with other things; a test that needs this long is wrong all the same.
					testTimeout: 20_000,
					hookTimeout: 20_000,
				},
			},
			{
				test: {
					name: 'slow',
					include: ['test/slow/**/*.test.{ts,tsx}'],
					globalSetup: ['test/support/build-cli.ts'],
					testTimeout: 120_000,
					hookTimeout: 120_000,
					fileParallelism: false,
				},
			},
		],
	},
});
