import {displaySentence} from '../base/display.ts';
import type {OfferRow} from './snapshot.ts';

/** What was decided here about an offer, by somebody or, `unasked`, by the rule. `folder`: where it goes instead of the downloads. */
export type Decision = {readonly verdict: 'accepted' | 'unasked' | 'declined'; readonly folder?: string | undefined};

/** Its line of the log: `declined notes.pdf from alice`. */
export function describeDecision({title, fromName}: Pick<OfferRow, 'title' | 'fromName'>, decision: Decision): string {
	const {verdict, folder} = decision;
	const how = verdict === 'unasked' ? ' unasked' : folder === undefined ? '' : `, into ${displaySentence(folder)}`;
	return `${verdict === 'declined' ? verdict : 'accepted'} ${title} from ${fromName}${how}`;
}
