import type {Request} from './session.ts';

/** Who somebody is to a transfer. */
export type Role = 'sender' | 'recipient' | 'stranger';

/**
 * The one place that says who may do what to a transfer. The sender owns it; a recipient acts on its own leg only; to
 * everyone else it does not exist.
 */
export function authorize(role: Role, action: Request['type']): boolean {
	switch (action) {
		case 'answer':
		case 'progress':
		case 'receipt':
			return role === 'recipient';
		case 'receipt-seen':
			return role === 'sender';
		case 'cancel':
		case 'pause':
		case 'resume':
		case 'fail':
			return role !== 'stranger';
		case 'offer':
			return role === 'sender';
		case 'offers':
		case 'keys':
		case 'say':
			return true;
	}
}
