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
					// Two cores may be busy with other things, and a disk with what was just installed: forty times what the longest takes alone.
					testTimeout: 120_000,
					hookTimeout: 120_000,
				},
			},
			{
				test: {
					name: 'slow',
					include: ['test/slow/**/*.test.{ts,tsx}'],
					globalSetup: ['test/support/build-cli.ts'],
					// Real processes on a machine that others use as well: what fails twice is broken, and a second try is reported.
					retry: 1,
					testTimeout: 120_000,
					hookTimeout: 120_000,
					fileParallelism: false,
				},
			},
		],
	},
});
