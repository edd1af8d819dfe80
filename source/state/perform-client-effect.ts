import {assertNever} from '../base/assert-never.ts';
import type {ClientActions} from '../client/snapshot.ts';
import type {ClientEffect} from './client-effect.ts';

/** Effects that the screen does itself, with its terminal and the folders of this computer. */
export type ScreenEffect = Extract<
	ClientEffect,
	{type: 'operate' | 'list' | 'complete' | 'count' | 'copy' | 'end-toast' | 'switch' | 'quit' | 'repaint' | 'suspend'}
>;

/** Asks the client for what the reducer wants done. */
export function performClientEffect(actions: ClientActions, effect: Exclude<ClientEffect, ScreenEffect>): void {
	switch (effect.type) {
		case 'send':
			actions.send(effect.paths, effect.userIds, effect.note, effect.options);
			return;
		case 'put':
			actions.put(effect.paths, effect.space, effect.folder, effect.options);
			return;
		case 'get':
			actions.get(effect.space, effect.paths);
			return;
		case 'remove':
			for (const path of effect.paths) actions.removeFile(effect.space, path);
			return;
		case 'accept':
			actions.accept(effect.transfer, effect.folder);
			return;
		case 'decline':
		case 'cancel':
		case 'retry':
			actions[effect.type](effect.transfer);
			return;
		case 'move':
			actions.move(effect.transfer, effect.step);
			return;
		case 'pause':
		case 'resume':
			for (const transfer of effect.transfers) actions[effect.type](transfer);
			return;
		case 'limit':
			actions.limit(effect.bytesPerSecond);
			return;
		case 'accept-rule':
			actions.setAcceptRule(effect.mode, effect.maxBytes);
			return;
		case 'open-folder':
			actions.openFolder(effect.space, effect.folder);
			return;
		case 'sort-files':
			actions.setSort(effect.sort);
			return;
		case 'filter-files':
			actions.setFilter(effect.filter);
			return;
		case 'search':
			actions.search(effect.text);
			return;
		case 'need-rows':
			actions.needRows(effect.from, effect.to);
			return;
		case 'refresh-files':
			actions.refreshFolder();
			return;
		case 'say':
			actions.say(effect.userIds, effect.text);
			return;
		case 'answer-hub':
			actions.answerHub(effect.isYes);
			return;
		case 'give-code':
			actions.giveCode(effect.text);
			return;
		case 'show-words':
			actions.showWords(effect.userId);
			return;
		case 'verify':
			actions.verify(effect.userId);
			return;
		case 'verify-hub':
			actions.verifyHub();
			return;
		case 'always-accept':
			actions.alwaysAccept(effect.userId, effect.maxBytes);
			return;
		case 'ask-again':
			actions.askAgain(effect.userId);
			return;
		case 'put-notice-away':
			actions.putNoticeAway(effect.id);
			return;
		case 'look-back':
			actions.lookBack();
			return;
		case 'clear-finished':
			actions.clearFinished();
			return;
		case 'reconnect':
			actions.reconnect();
			return;
		default:
			assertNever(effect);
	}
}
