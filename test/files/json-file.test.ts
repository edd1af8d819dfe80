import fs from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';
import {expect, test} from 'vitest';
import {jsonFile} from '../../source/files/json-file.ts';
import {temporaryFolder} from './temporary-folder.ts';

const schema = v.object({count: v.number()});
const makeFile = (): string => path.join(temporaryFolder(), 'count.json');

test('a missing file reads as the empty value and a change makes it', async () => {
	const json = jsonFile(makeFile(), schema, {count: 0});
	expect(await json.read()).toEqual({count: 0});
	await json.change(({count}) => ({count: count + 1}));
	await json.change(({count}) => ({count: count + 1}));
	expect(await json.read()).toEqual({count: 2});
});

test.each(['', '{"count":', '{"count":"one"}', '[]'])(
	'a broken file (%j) is named and never replaced',
	async (text) => {
		const file = makeFile();
		fs.writeFileSync(file, text, {mode: 0o600});
		const json = jsonFile(file, schema, {count: 0});
		await expect(json.read()).rejects.toMatchObject({code: 'disk-error', message: expect.stringContaining(file)});
		await expect(json.change(() => ({count: 1}))).rejects.toMatchObject({code: 'disk-error'});
		expect(fs.readFileSync(file, 'utf8')).toBe(text);
	},
);

test('the error names the field that is wrong', async () => {
	const file = makeFile();
	fs.writeFileSync(file, '{"count":"one"}', {mode: 0o600});
	await expect(jsonFile(file, schema, {count: 0}).read()).rejects.toThrow('its field count is wrong');
});
