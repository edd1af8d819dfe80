import {folderReason, makeFolder} from '../files/make-folder.ts';
import {FtError} from '../protocol/errors.ts';

/** Makes the folder where files are saved, chosen with `option`; true when it was not there. Throws FtError `disk-error`. */
export function makeDownloads(folder: string, option = '--downloads'): boolean {
	try {
		return makeFolder(folder);
	} catch (error) {
		throw new FtError(
			'disk-error',
			`cannot make the folder ${folder}: ${folderReason(error)}. Choose another with ${option}`,
			{cause: error},
		);
	}
}
