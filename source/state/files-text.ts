import type {FilesView} from '../client/snapshot.ts';

type Place = Pick<FilesView, 'space' | 'folder'>;

/** Who can read what lies in a space: said where somebody decides. */
export function readersText({space}: Pick<Place, 'space'>): string {
	const who = space === 'private' ? "You and the hub's operator" : 'Everyone on this hub, and its operator,';
	return `${who} can read it there.`;
}

/** The difference to what people send each other. */
export const peopleText = 'What you send to people nobody else can read.';

/** What an empty folder says: why, and what to do next. */
export function emptyText({space, folder}: Place): string {
	if (folder.length > 0)
		return space === 'public' ? 'This folder is empty.' : 'This folder is empty. U: upload into it.';
	switch (space) {
		case 'public':
			return "Nothing here yet. What the hub's operator puts into shared_files there, everyone can download here. Next space: ]";
		case 'shared':
			return 'Nothing here yet. U: upload for everyone on this hub; its operator can read it too.';
		case 'private':
		default:
			return "Nothing here yet. U: upload for yourself. Only you see it, and the hub's operator can read it.";
	}
}
