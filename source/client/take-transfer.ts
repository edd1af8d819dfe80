import {displaySentence} from '../base/display.ts';
import type {TransfersTable} from '../files/transfers-table.ts';
import {FtError} from '../protocol/errors.ts';
import type {HubMessage, HubMessageOf, LegState} from '../protocol/messages.ts';
import type {Gets} from './gets.ts';
import type {Offers} from './offers.ts';
import {isLegEnd} from '../transfer/outgoing-leg.ts';
import type {Sends} from './sends.ts';

/** Makes the function that hands what the hub says of a transfer to whoever it is for; other messages are passed over. */
export function createTransferTaker({
	sends,
	offers,
	gets,
	transfers,
}: {
	readonly sends: Sends;
	readonly offers: Offers;
	readonly gets: Gets;
	readonly transfers: TransfersTable;
}): (message: HubMessage) => void {
	/** A recipient's leg has no `user`; an offer that was not answered just goes. */
	const takeState = (message: HubMessageOf<'state'>): void => {
		const {transfer, state} = message;
		if (message.user !== undefined) {
			const served = sends.outgoing(transfer);
			served?.handle(message);
			if (!served && isLegEnd(message)) void sends.takeEnd(message);
			return;
		}
		const incoming = offers.incoming(transfer);
		if (incoming) incoming.handle(message);
		else if (dropped.has(state)) {
			offers.drop(transfer);
			const reason = displaySentence(message.reason ?? '');
			gets.refused(transfer, new FtError(message.code ?? 'cancelled', reason || `the transfer is ${state}`));
		}
	};
	/** Of a send, of a get that was just asked for, or of one that the hub cannot go on with. */
	const takeRefusal = (message: HubMessageOf<'refuse'>): void => {
		const {transfer, code, message: reason} = message;
		if (transfer === undefined) return;
		sends.outgoing(transfer)?.handle(message);
		if (gets.refused(transfer, new FtError(code, displaySentence(reason))) || !gets.find(transfer)) return;
		offers.incoming(transfer)?.handle({type: 'state', transfer, state: 'failed', code, reason});
	};
	return (message) => {
		switch (message.type) {
			case 'receipt-seen':
				transfers.markReceiptSeen(message.transfer);
				return;
			case 'ticket':
				if (message.end === 'send') sends.outgoing(message.transfer)?.handle(message);
				else offers.incoming(message.transfer)?.handle(message);
				return;
			case 'state':
				takeState(message);
				return;
			case 'receipt':
				if (sends.outgoing(message.transfer)) sends.outgoing(message.transfer)?.handle(message);
				else void sends.takeEnd(message);
				return;
			case 'answer':
			case 'progress':
				sends.outgoing(message.transfer)?.handle(message);
				return;
			case 'refuse':
				takeRefusal(message);
				return;
			default:
		}
	};
}

/** States in which an offer that nobody here has answered is no more. */
const dropped = new Set<LegState>(['cancelled', 'failed', 'taken', 'declined', 'delivered', 'expired', 'withdrawn']);
