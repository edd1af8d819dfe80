import {defineConfig} from 'vitest/config';

export default defineConfig({
	test: {
		projects: [
			{
				test: {
					name: 'fast',
					include: ['test/**/*.test.{ts,tsx}'],
					exclude: ['test/slow/**'],
				},
			},
			{
				test: {
					name: 'slow',
					include: ['test/slow/**/*.test.{ts,tsx}'],
					testTimeout: 120_000,
					hookTimeout: 120_000,
					fileParallelism: false,
				},
			},
		],
	},
});
