import type {Clock} from '../base/clock.ts';
import {toPeerText} from '../base/peer-text.ts';
import {fitsBytes} from '../base/utf8.ts';
import {randomId} from '../crypto/random.ts';
import type {Notice, OperatorTable} from '../files/operator-table.ts';
import {FtError} from '../protocol/errors.ts';
import {maxNotices, maxTextBytes, noticeKeepMs} from '../protocol/limits.ts';
import type {HubMessageOf} from '../protocol/messages.ts';

/** The operator's lines to everyone, those of the last 24 h. */
export type Notices = {
	/** Throws FtError `usage` for an empty one or one above the limit. */
	add(text: string): Notice;
	/** Oldest first. */
	standing(): readonly Notice[];
};

/** Reads what is remembered. */
export function createNotices(table: OperatorTable, clock: Clock): Notices {
	let all = table.notices();
	const standing = (): readonly Notice[] => {
		const kept = all.filter(({atMs}) => atMs + noticeKeepMs > clock.nowMs()).slice(-maxNotices);
		for (const notice of all) if (!kept.includes(notice)) table.removeNotice(notice.id);
		all = kept;
		return all;
	};
	return {
		add(text) {
			if (text.trim() === '') throw new FtError('usage', 'a notice needs words');
			if (!fitsBytes(text, maxTextBytes))
				throw new FtError('usage', `that notice is too long: at most ${maxTextBytes} bytes`);
			const notice = {id: randomId(), text, atMs: clock.nowMs()};
			all.push(notice);
			table.putNotice(notice);
			standing();
			return notice;
		},
		standing,
	};
}

/** A notice as clients are told of it. */
export function toNoticeMessage({id, text, atMs}: Notice): HubMessageOf<'notice'> {
	return {type: 'notice', id, time: atMs, text: toPeerText(text)};
}
