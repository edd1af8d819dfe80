import type {Link} from './link.ts';
import type {Offers} from './offers.ts';
import type {Sends} from './sends.ts';

/** Asks a transfer of this name to end, pause or go on, whoever of its processes serves it: through the hub, unless it is this one. What none serves is ended here. */
export async function steerTransfer(
	{sends, offers, link}: {readonly sends: Sends; readonly offers: Offers; readonly link: Link},
	transfer: string,
	verb: 'cancel' | 'pause' | 'resume',
): Promise<void> {
	const served = sends.outgoing(transfer) ?? offers.incoming(transfer);
	const own = served ?? (verb === 'cancel' ? await sends.take(transfer) : undefined);
	if (verb === 'cancel') await own?.cancel();
	else if (verb === 'pause') own?.pause();
	else own?.resume();
	if (own) return;
	link.send(verb === 'pause' ? {type: 'pause', transfer, reason: 'you'} : {type: verb, transfer});
}
