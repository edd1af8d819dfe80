import {formatBytes, formatRate} from '../base/size-text.ts';
import type {ClientEffect} from './client-effect.ts';

type Setting = Extract<ClientEffect, {type: 'limit' | 'accept-rule'}>;

/** What holds from now on, for the footer: a setting that shows nowhere else would leave its user in doubt. */
export function settingText(setting: Setting): string {
	if (setting.type === 'limit') {
		const {bytesPerSecond: rate} = setting;
		return rate === undefined ? 'no limit' : `limit: ${formatRate(rate)} for all transfers together`;
	}
	const upTo = setting.maxBytes === undefined ? '' : `, up to ${formatBytes(setting.maxBytes)} each`;
	switch (setting.mode) {
		case 'ask':
			return 'you are asked about each offer';
		case 'trusted':
			return `saved unasked: offers of those you always accept${upTo}`;
		case 'all':
		default:
			return `saved unasked: all offers${upTo}`;
	}
}
