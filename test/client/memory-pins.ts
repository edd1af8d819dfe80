import {loadPins, type Pins} from '../../source/client/pins.ts';
import type {JsonFile} from '../../source/files/json-file.ts';
import type {Pins as PinsValue} from '../../source/files/pins-file.ts';

/** A pins file that lives in memory. */
export function memoryPinsFile(): JsonFile<PinsValue> {
	let value: PinsValue = {hubs: [], users: [], trusted: []};
	return {
		read: async () => value,
		async change(change) {
			value = change(value);
		},
	};
}

export async function memoryPins(file = memoryPinsFile()): Promise<Pins> {
	return await loadPins(file);
}
